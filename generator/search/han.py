"""Chinese characters of a query → slots. The twin of theme/assets/search/han.js."""

from __future__ import annotations

from generator.search.letters import pairs, pieces
from generator.search.reading import GROUP, PART, SAME, SOUND, Reading, Slot
from generator.search.shelves import Shelves
from generator.search.slips import FEW, alike_pairs, alike_words, slipped_words

SHORT = 6
"""Characters of a piece in which every character is likely to matter."""


def read_han(run: str, reading: Reading, shelves: Shelves, lost: int = 0) -> None:
    """Pairs of characters, each with the groups of the words that it is part of."""
    reading.text += run
    for piece in pieces(run):
        parts = pairs(piece) or [piece]
        whole = SAME if len(piece) > 1 or piece == run else PART
        slots = [Slot({part: whole - lost}) for part in parts]
        for start, end, groups in shelves.named(piece):
            for slot in slots[start : max(end - 1, start + 1)]:
                slot.add_groups(groups, GROUP - lost)
        if strange := [at for at, part in enumerate(parts) if shelves.packed(part) is None]:
            _mend(piece, strange, slots, reading, shelves)
        reading.slots += slots


def _mend(
    piece: str, strange: list[int], slots: list[Slot], reading: Reading, shelves: Shelves
) -> None:
    """Stand-ins for pairs that the handbook does not have."""
    mended = set()
    found = alike_words(piece, strange, shelves)
    if not found and len(piece) <= SHORT:
        found = [(0, len(piece), word) for word in slipped_words(piece, shelves)]
    for start, end, word in found:
        reading.words.append(word)
        for at in range(start, max(end - 1, start + 1)):
            mended.add(at)
            slots[min(at, len(slots) - 1)].add_groups(shelves.groups(word), SOUND)
    for at in strange:
        if at in mended or len(piece) > SHORT or len(piece) < 2:
            continue
        pair = piece[at : at + 2]
        alike = alike_pairs(pair, shelves) if len(piece) < FEW else []
        for term in alike:
            slots[at].add(term, SOUND)
        reading.words += alike[:1]
        for sign in () if alike else pair:
            slots[at].add(sign, PART)
