"""Pinyin → the handbook's own words: a small input method that knows no other text.

The twin of theme/assets/search/pinyin.js.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

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

    text: str = ""
    known: int = 0
    """Pairs in it that the handbook has."""
    fuzzy: int = 0
    """Syllables that were typed as they are mistaken: zi for zhi."""
    common: int = 0
    """How common the pairs are, all together."""

    def order(self) -> tuple[int, int, int, int, str]:
        """Better first: fewer strange joints, fewer syllables mistaken, fewer characters, more
        common pairs."""
        strange = len(self.text) - 2 * self.known
        return strange, self.fuzzy, len(self.text), -self.common, self.text


def decode(words: Sequence[str], shelves: Shelves) -> str:
    """The likeliest characters for letters typed without tones; empty when they are no pinyin.

    No syllable goes on from one word to the next, for that is where somebody typed a space.
    The last syllable may be unfinished, if there is one before it. Every character stands in the
    handbook, and so does every pair of neighbours but for one joint in three. Characters whose
    usual sound it is come first: they stand in one volume.
    """
    return _decode(words, slice(0, 1), shelves) or _decode(words, slice(0, 2), shelves)


def _decode(words: Sequence[str], which: slice, shelves: Shelves) -> str:
    typed = "".join(words)
    word_ends = [
        end for end, word in zip(accumulate(map(len, words)), words, strict=True) for _ in word
    ]
    ends: list[list[Path]] = [[] for _ in range(len(typed) + 1)]
    ends[0] = [Path()]
    for at in range(len(typed)):
        paths = sorted(ends[at], key=Path.order)[:KEPT]
        for size in range(1, min(WIDEST, word_ends[at] - at) + 1 if paths else 0):
            last = at > 0 and at + size == len(typed)
            signs = _signs(typed[at : at + size], which, shelves, unfinished=last)
            for path in paths:
                ends[at + size] += _longer(path, signs, shelves)
    best = [path for path in sorted(ends[-1], key=Path.order)[:KEPT] if _makes_sense(path)]
    named = [path for path in best if shelves.groups(path.text)]
    return (named or best)[0].text if best else ""


def _signs(part: str, which: slice, shelves: Shelves, *, unfinished: bool) -> dict[str, int]:
    """Character → 1 if its syllable is typed otherwise, for all that letters may stand for."""
    sound = fold_sound(part)
    fitting = shelves.syllables.get(sound, [])
    if unfinished and not fitting:
        fitting = [
            one
            for other, some in shelves.syllables.items()
            if other.startswith(sound)
            for one in some
        ]
    signs: dict[str, int] = {}
    for syllable in fitting:
        for sign in "".join(shelves.core["sounds"][syllable][which]):
            fuzzy = 0 if syllable == part.replace("v", "u") else 1
            signs[sign] = min(fuzzy, signs.get(sign, 1))
    return signs


def _longer(path: Path, signs: dict[str, int], shelves: Shelves) -> list[Path]:
    if not path.text:
        found = {sign: packed for sign in signs if (packed := shelves.packed(sign)) is not None}
        return [Path(sign, 0, signs[sign], _common(packed)) for sign, packed in found.items()]
    line = shelves.line(path.text[-1])
    longer = [
        Path(
            path.text + sign, path.known + 1, path.fuzzy + fuzzy, path.common + _common(line[sign])
        )
        for sign, fuzzy in signs.items()
        if sign in line
    ]
    return longer or [
        Path(path.text + sign, path.known, path.fuzzy + fuzzy, path.common)
        for sign, fuzzy in [*signs.items()][:3]
    ]


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
