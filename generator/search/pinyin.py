"""Pinyin → the handbook's own words: a small input method that knows no other text.

The twin of theme/assets/search/pinyin.js.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from generator.search.postings import rarity_of
from generator.search.shelves import Shelves
from generator.search.sounds_folding import fold_sound

WIDEST = 6
"""Letters of the longest syllable."""
TITLE_PART = re.compile("[\u4e00-\u9fff]{2,}")
KEPT = 12
"""Beginnings that are followed at each place."""


@dataclass(frozen=True)
class Path:
    """Characters for the letters so far."""

    text: str
    known: int
    """Pairs in it that the handbook has."""
    common: int
    """How common they are, all together."""

    def order(self) -> tuple[int, int, int, str]:
        """Better first: fewer strange joints, fewer characters, more common pairs."""
        return (len(self.text) - 2 * self.known, len(self.text), -self.common, self.text)


def decode(typed: str, shelves: Shelves) -> str:
    """The likeliest characters for letters typed without tones; empty when they are no pinyin.

    The last syllable may be unfinished, if there is one before it. Every character stands in the
    handbook, and so does every pair of neighbours but for one joint in three. Characters whose
    usual sound it is come first: they stand in one volume.
    """
    return _decode(typed, slice(1, 2), shelves) or _decode(typed, slice(1, 3), shelves)


def _decode(typed: str, which: slice, shelves: Shelves) -> str:
    sounds: dict[str, list[Any]] = shelves.core["sounds"]
    ends: list[list[Path]] = [[] for _ in range(len(typed) + 1)]
    ends[0] = [Path("", 0, 0)]
    for at in range(len(typed)):
        paths = sorted(ends[at], key=Path.order)[:KEPT]
        for size in range(1, min(WIDEST, len(typed) - at) + 1 if paths else 0):
            syllable = fold_sound(typed[at : at + size])
            fitting = [syllable] if syllable in sounds else []
            if not fitting and at > 0 and at + size == len(typed):
                fitting = [sound for sound in sounds if sound.startswith(syllable)]
            signs = [*dict.fromkeys("".join("".join(sounds[sound][which]) for sound in fitting))]
            for path in paths:
                ends[at + size] += _longer(path, signs, shelves)
    best = [path for path in sorted(ends[-1], key=Path.order)[:KEPT] if _makes_sense(path)]
    words = [path for path in best if shelves.groups(path.text)]
    return (words or best)[0].text if best else ""


def _longer(path: Path, signs: list[str], shelves: Shelves) -> list[Path]:
    if not path.text:
        line = ((sign, shelves.packed(sign)) for sign in signs)
        return [Path(sign, 0, _common(packed)) for sign, packed in line if packed is not None]
    found = shelves.line(path.text[-1])
    longer = [
        Path(path.text + sign, path.known + 1, path.common + _common(found[sign]))
        for sign in signs
        if sign in found
    ]
    if longer:
        return longer
    return [Path(path.text + sign, path.known, path.common) for sign in signs[:3]]


def _makes_sense(path: Path) -> bool:
    joints = len(path.text) - 1
    return joints == 0 or 0 < path.known >= (joints * 2 - 1) / 3


def _common(packed: str | None) -> int:
    return 64 - rarity_of(packed) if packed else 60


def spelled(typed: str, shelves: Shelves) -> list[str]:
    """Names that the letters spell: each character by its sound or by a beginning of it.

    Whole words before the beginnings of longer ones, then short before long, common before rare.
    """
    found = []
    for place, word in enumerate(shelves.names):
        if len(word) > 1 and (used := _spells(typed, word, shelves)):
            found.append((used < len(word), len(word), place, word))
    return [word for *_, word in sorted(found)]


def spelled_title(typed: str, shelves: Shelves) -> str:
    """The part of a title that the letters spell or abbreviate; empty when there is none."""
    parts = (part for _, _, title in shelves.entries for part in TITLE_PART.findall(title))
    return next((part for part in parts if _spells(typed, part, shelves) == len(part)), "")


def _spells(typed: str, word: str, shelves: Shelves) -> int:
    """How many characters of the word the letters spell, from its first; 0 when they do not."""
    letter = fold_sound(typed[0])
    if not any(sound[0] == letter for sound in shelves.spoken.get(word[0], ())):
        return 0
    places = {0}
    for count, sign in enumerate(word, 1):
        reached = set()
        for sound in shelves.spoken.get(sign, ()):
            for at in places:
                for size in range(1, WIDEST + 1):
                    part = typed[at : at + size]
                    if len(part) == size and sound.startswith(fold_sound(part)):
                        reached.add(at + size)
        if len(typed) in reached:
            return count if count > 2 or count == len(word) else 0
        places = reached
    return 0
