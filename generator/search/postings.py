"""Where a term stands and how strongly, packed into a short text: what a volume says of each term.

A packed text begins with the term's rarity; then come pairs, a letter for the evidence and one or
more for the distance to the entry before. The twin of theme/assets/search/postings.js.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
LEVELS = 16
"""Grades of evidence within a field."""
STEP = 4
"""Points that a grade is worth."""
_GAP = 63
"""The last letter: go on by so many entries and read on."""


def rarity(entries: int, holding: int) -> int:
    """How much a term tells: 6 for one that stands everywhere, more the fewer entries hold it."""
    return min(_GAP, round(6 * math.log2(1 + entries / holding)))


def evidence(points: list[float]) -> str:
    """One letter for points by field: the strongest field, and all points together."""
    strongest = points.index(max(points))
    level = max(1, min(LEVELS, round(sum(points) / STEP)))
    return ALPHABET[strongest * LEVELS + level - 1]


def pack(rare: int, found: Iterable[tuple[int, str]]) -> str:
    """Pack (entry number, letter of evidence), in ascending order."""
    parts, before = [ALPHABET[rare]], -1
    for number, letter in found:
        gap = number - before - 1
        while gap >= _GAP:
            letter += ALPHABET[_GAP]
            gap -= _GAP
        parts.append(letter + ALPHABET[gap])
        before = number
    return "".join(parts)


def unpack(packed: str) -> Iterator[tuple[int, int, int]]:
    """Every (entry number, field, points) of a packed text; its first letter is the rarity."""
    number, at = -1, 1
    while at < len(packed):
        code = ALPHABET.index(packed[at])
        at += 1
        while packed[at] == ALPHABET[_GAP]:
            number += _GAP
            at += 1
        number += ALPHABET.index(packed[at]) + 1
        at += 1
        yield number, code // LEVELS, (code % LEVELS + 1) * STEP


def rarity_of(packed: str) -> int:
    """The rarity in a packed text."""
    return ALPHABET.index(packed[0])
