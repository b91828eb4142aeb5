"""Entries → where each term stands and how strongly, packed for the index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from generator.search.entries import Entry
from generator.search.letters import count_terms, fold, is_han
from generator.search.postings import evidence, pack, rarity

COMMON = 0.6
"""A term that stands in more than this share of the entries, and in no title, tells nothing."""

Held = dict[int, int]
"""Entry number → tally, in ascending order. A tally is how often a term stands in each field of an
entry, in one number, body last: adding tallies adds the counts field by field."""
_BITS = 12
_PROMINENT = 1 << _BITS
"""Tallies from here on: the term stands in title, asks or headings."""
_MOST = 60
"""Occurrences that are counted in a field: forty words of a group may be added up."""


def all_postings(entries: Sequence[Entry], groups: Sequence[Sequence[str]]) -> dict[str, str]:
    """Term → packed postings.

    The term of a group of words is `=` and its first word; after its postings, with commas before,
    stand the other words of the group that the entries have.
    """
    fields = [[fold("\n".join(texts)) for texts in entry.texts] for entry in entries]
    usual = max(1, sum(len(texts[3]) for texts in fields) / max(1, len(fields)))
    graders = [Grader(len(texts[0]), len(texts[3]) / usual) for texts in fields]
    held = _hold(fields)
    packed = {term: _packed(term, found, graders) for term, found in held.items()}
    for group in groups:
        holding = {word: found for word in group if (found := _holding(word, fields, held))}
        if holding:
            others = [word for word in holding if word != group[0] and " " not in word]
            packed[f"={group[0]}"] = ",".join([_packed("=", _together(holding), graders), *others])
    return packed


class Grader(dict[int, str]):
    """Tally → letter of evidence, for one entry: the same few tallies come again and again."""

    def __init__(self, title: int, long: float) -> None:
        super().__init__()
        self.title, self.long = title, long

    def __missing__(self, tally: int) -> str:
        counts = [tally >> _BITS * place & (1 << _BITS) - 1 for place in (3, 2, 1, 0)]
        self[tally] = evidence(score(counts, self.title, self.long))
        return self[tally]


def score(counts: Sequence[int], title: int, long: float) -> list[float]:
    """Points by field for a term that stands there so many times.

    Args:
        counts: occurrences by field.
        title: letters of the title and the id: in a short one a word weighs more.
        long: length of the body, as a multiple of the usual.
    """
    in_title, in_asks, in_heads, in_body = counts
    return [
        (22 + 60 / max(4, title)) if in_title else 0,
        34 * in_asks / (in_asks + 3.0),
        20 * in_heads / (in_heads + 1.0),
        14 * in_body / (in_body + 0.6 + 0.8 * long),
    ]


def _hold(fields: Sequence[Sequence[str]]) -> dict[str, Held]:
    """Term → the entries that hold it."""
    held: dict[str, Held] = defaultdict(dict)
    for number, texts in enumerate(fields):
        *prominent, body = map(count_terms, texts)
        tallies = body
        for place, counts in zip((3, 2, 1), prominent, strict=True):
            for term, count in counts.items():
                tallies[term] = tallies.get(term, 0) + (min(count, _MOST) << _BITS * place)
        for term, tally in tallies.items():
            held[term][number] = tally
    return held


def _holding(word: str, fields: Sequence[Sequence[str]], held: Mapping[str, Held]) -> Held:
    """The entries in which a word stands as a whole."""
    terms = [term for term in count_terms(word) if len(term) > 1 or len(word) == 1]
    if not terms or not all(term in held for term in terms):
        return {}
    if len(terms) == 1:
        return held[terms[0]]
    rarest, *others = sorted((held[term] for term in terms), key=len)
    likely = [number for number in rarest if all(number in other for other in others)]
    tallies = ((number, _tally(word, fields[number])) for number in likely)
    return {number: tally for number, tally in tallies if tally}


def _tally(word: str, texts: Sequence[str]) -> int:
    tally = 0
    for text in texts:
        tally = (tally << _BITS) + min(text.count(word), _MOST)
    return tally


def _together(holding: Mapping[str, Held]) -> Held:
    """The tallies of the words of a group, added up."""
    sums: dict[int, int] = defaultdict(int)
    for found in holding.values():
        for number, tally in found.items():
            sums[number] += tally
    return dict(sorted(sums.items()))


def _packed(term: str, found: Held, graders: Sequence[Grader]) -> str:
    """A single character counts where it stands in a prominent place, if it does so anywhere."""
    if len(term) == 1 and is_han(term):
        found = {n: tally for n, tally in found.items() if tally >= _PROMINENT} or found
    in_title = _PROMINENT << 2 * _BITS
    if len(found) > COMMON * len(graders) and max(found.values()) < in_title:
        return ""
    letters = [graders[number][tally] for number, tally in found.items()]
    return pack(rarity(len(graders), len(found)), zip(found, letters, strict=True))
