"""Slots → entries in order of evidence, each with its reasons. Whole numbers only, so that every
machine counts alike. The twin of theme/assets/search/rank.js.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from generator.search.letters import is_faint
from generator.search.postings import rarity_of, unpack
from generator.search.reading import SAME, Reading, Slot
from generator.search.shelves import Shelves

KIND = (100, 92, 90, 92, 84, 88, 74, 55, 75)
"""What evidence is worth by kind of entry, in per cent, in the order of `entries.KINDS`."""
UNKNOWN = 40
"""Rarity of what the handbook does not have."""


@dataclass
class Result:
    """An entry that was found."""

    number: int
    points: int = 0
    share: int = 0
    """How much of the query it answers, in per cent."""
    reasons: list[tuple[str, int, int]] = field(default_factory=list)
    """Term, field in which it is strongest, points: one for each slot that is filled."""


def rank(reading: Reading, shelves: Shelves) -> list[Result]:
    """Every entry with evidence, strongest first."""
    results: dict[int, Result] = {}
    covered: dict[int, int] = defaultdict(int)
    whole = 0
    for slot in reading.slots:
        best: dict[int, tuple[int, int, str, int]] = {}
        rarest = 0
        limit = _limit(slot, shelves)
        for term, weight in sorted(slot.options.items()):
            packed = shelves.packed(term)
            if not packed:
                continue
            rare = min(rarity_of(packed), limit) // (2 if is_faint(term) else 1)
            rarest = max(rarest, rare)
            for number, where, points in unpack(packed):
                worth = weight * rare * points
                if number not in best or worth > best[number][0]:
                    best[number] = (worth, weight * rare, term, where)
        whole += SAME * (rarest or UNKNOWN)
        for number, (worth, share, term, where) in best.items():
            result = results.setdefault(number, Result(number))
            result.points += worth
            result.reasons.append((term, where, worth))
            covered[number] += share
    for result in results.values():
        kind, _, title = shelves.entries[result.number]
        answered = covered[result.number]
        result.share = 100 * answered // max(1, whole)
        cover = 50 + 50 * answered // max(1, whole)
        for per_cent in (cover, KIND[kind], _named(reading.text, title.lower())):
            result.points = result.points * per_cent // 100
    return sorted(results.values(), key=lambda one: (-one.points, one.number))


def _limit(slot: Slot, shelves: Shelves) -> int:
    """A rare word for a common thing tells no more than the common word: 义工 as much as 志愿者."""
    groups = [shelves.packed(term) for term in slot.options if term[0] == "="]
    return max((rarity_of(packed) for packed in groups if packed), default=99)


def _named(text: str, title: str) -> int:
    """Per cent for a query that is the title or its first word, or stands in it."""
    whole = title.replace(" ", "")
    if not text or text not in whole:
        return 100
    return 170 if text in (whole, title.partition(" ")[0]) else 130
