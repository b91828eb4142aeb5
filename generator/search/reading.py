"""How a query was understood: slots, each with the terms that can fill it.

The twin of theme/assets/search/reading.js.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

SAME, GROUP, LONGER, SOUND, SLIP, PART = 10, 7, 6, 6, 5, 3
"""What a term is worth: the typed one, a word of its group, a longer word, one of the same sound, one
with a slip, a single character of an unknown pair."""


@dataclass
class Slot:
    """One part of the query, and the terms that can stand for it with their weights."""

    options: dict[str, int] = field(default_factory=dict)

    def add(self, term: str, weight: int) -> None:
        """Add a term; the higher weight counts."""
        self.options[term] = max(weight, self.options.get(term, 0))

    def add_groups(self, groups: Iterable[str], weight: int) -> None:
        """Add groups of words, given by their first words."""
        for group in groups:
            self.add(f"={group}", weight)


@dataclass
class Reading:
    """How a query was understood."""

    slots: list[Slot] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    """Words that are looked up though they were not typed: by sound, by slip."""
    text: str = ""
    """The characters that are looked up, without spaces."""
