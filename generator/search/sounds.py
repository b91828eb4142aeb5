"""How characters sound, and which simplified one a traditional one stands for. The data is pypinyin's and OpenCC's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

import opencc
import pypinyin
from pypinyin.constants import PINYIN_DICT

HAN = "".join(map(chr, [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)]))


def sounds_of(characters: Iterable[str]) -> dict[str, list[str]]:
    """Character → its syllables without tones, the usual one first, two at most; `lü` is `lu`.

    A character without a sound is left out.
    """
    known = [sign for sign in sorted(set(characters)) if ord(sign) in PINYIN_DICT]
    spoken = pypinyin.pinyin("".join(known), style=pypinyin.Style.NORMAL, heteronym=True)
    return {
        sign: list(dict.fromkeys(one.replace("v", "u") for one in readings))[:2]
        for sign, readings in zip(known, spoken, strict=True)
    }


def usual_characters() -> str:
    """The 3,755 characters of everyday writing (GB 2312, level 1): what a keyboard offers first."""
    codes = (bytes([row, cell]) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return "".join(code.decode("gb2312", errors="ignore") for code in codes)


@cache
def simplified() -> dict[str, str]:
    """Traditional character → simplified, for every character that has another simplified form."""
    pairs: dict[str, str] = {}
    for way in ("hk2s", "tw2s", "t2s"):  # the last one wins: it knows no regional habits
        converted = opencc.OpenCC(way).convert("\n".join(HAN)).split("\n")
        pairs |= {old: new for old, new in zip(HAN, converted, strict=True) if old != new}
    return pairs


def by_sound(sounds: Mapping[str, str]) -> dict[str, str]:
    """Character → sound, turned round: sound → its characters."""
    found: dict[str, list[str]] = defaultdict(list)
    for character, sound in sorted(sounds.items()):
        found[sound].append(character)
    return {sound: "".join(group) for sound, group in sorted(found.items())}
