"""What may have been meant: words and pairs of the same sound, words with one slip.

The twin of theme/assets/search/slips.js.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.search.shelves import WORD, Shelves

FEW = 4
"""Characters of a piece in which two of the same sound are no coincidence."""
MOST = 6
"""Candidates that are looked up."""


def alike_words(piece: str, strange: Sequence[int], shelves: Shelves) -> list[tuple[int, int, str]]:
    """Words that sound like a part of the piece with a strange pair in it, the longest first.

    Args:
        piece: characters.
        strange: where pairs begin that the handbook does not have.

    Returns:
        (start, end, word); parts do not overlap.
    """
    found: list[tuple[int, int, str]] = []
    for size in range(min(WORD, len(piece)), 1 if len(piece) <= FEW else 2, -1):
        for start in range(len(piece) - size + 1):
            end = start + size
            if not any(start <= at < end - 1 for at in strange):
                continue
            if any(start < other_end and other < end for other, other_end, _ in found):
                continue
            sounds = [shelves.sound(sign) for sign in piece[start:end]]
            beside = shelves.words_beside(piece[start])
            if words := [word for word in beside if [*map(shelves.usual.get, word)] == sounds]:
                found.append((start, end, words[0]))
    return found


def alike_pairs(pair: str, shelves: Shelves) -> list[str]:
    """Pairs of the handbook that sound like this one; those that share a character with it first."""
    first, second = map(shelves.sound, pair)
    found = [
        sign + rest
        for sign in shelves.characters.get(first, "")
        for rest in shelves.line(sign)
        if len(rest) == 1 and shelves.usual.get(rest) == second
    ]
    return sorted(found, key=lambda term: (term[0] != pair[0] and term[1] != pair[1], term))[:MOST]


def slipped_words(piece: str, shelves: Shelves) -> list[str]:
    """Words of three characters or more with one missing, one too many, or two swapped.

    A wrong character is a slip of a keyboard, which offers those of the same sound: `alike_words`.
    """
    words = {word for sign in piece for word in shelves.words_beside(sign)}
    found = [word for word in words if len(word) > 2 and one_slip(piece, word)]
    return sorted(
        word for word in found if len(word) != len(piece) or sorted(word) == sorted(piece)
    )[:2]


def one_slip(typed: str, right: str) -> bool:
    """Whether one letter is missing, too many, wrong, or two neighbours are swapped."""
    if abs(len(typed) - len(right)) > 1 or typed == right:
        return False
    at = 0
    while at < min(len(typed), len(right)) and typed[at] == right[at]:
        at += 1
    a, b = typed[at:], right[at:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
