"""Queries and their answers, where an answer stands among the results, and tables of that. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import mean
from urllib.parse import unquote, urlsplit

ANCHORED = ("hotlines", "glossary")
"""Pages whose entries are answers by themselves."""
ELSEWHERE = "apply/"
"""Answers that only our own search can know: the forms are no pages of the site."""
DEPTH = 10
"""Results that are looked at."""


@dataclass(frozen=True)
class Query:
    """What somebody types, and what they want to find."""

    kind: str
    text: str
    answers: tuple[str, ...]


def read(tsv: str) -> list[Query]:
    """Lines of class, query and answers, separated by tabs; `#` starts a comment line."""
    found = []
    for number, line in enumerate(tsv.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            cells = line.split("\t")
            if len(cells) != 3 or not all(cell.strip() for cell in cells):
                raise SystemExit(f"line {number}: not class, query, answers")
            found.append(Query(cells[0].strip(), cells[1].strip(), tuple(cells[2].split())))
    return found


def common(queries: Iterable[Query]) -> list[Query]:
    """The queries that every engine can answer, with the answers that it can give."""
    kept = [
        replace(one, answers=tuple(a for a in one.answers if not a.startswith(ELSEWHERE)))
        for one in queries
    ]
    return [one for one in kept if one.answers]


def answers(
    links: Iterable[str], base: str, numbers: Mapping[str, str], anchors: bool
) -> list[str]:
    """Links of results → what they answer, each once, in their order.

    Args:
        links: full addresses.
        base: the address of the site.
        numbers: digits of a telephone number → id of the hotline.
        anchors: tell the entries of a page apart (ours); else a page counts once.
    """
    found: dict[str, None] = {}
    for link in links:
        if link.startswith("tel:"):
            number = "".join(filter(str.isdigit, link))
            found[f"hotlines#{numbers.get(number, number)}"] = None
            continue
        parts = urlsplit(link.removeprefix(base))
        page = parts.path.strip("/")
        entry = anchors and page in ANCHORED and parts.fragment
        found[f"{page}#{unquote(parts.fragment)}" if entry else page] = None
    return list(found)


def rank(results: Sequence[str], wanted: Iterable[str], anchors: bool) -> int:
    """The place of the first right result, from 1; 0 when there is none."""
    right = {answer if anchors else answer.partition("#")[0] for answer in wanted}
    for place, result in enumerate(results[:DEPTH], 1):
        if result in right or result.partition("#")[0] in right:
            return place
    return 0


def cell(ranks: Sequence[int]) -> str:
    """hit@1, hit@3 and the mean reciprocal rank."""
    first = mean(place == 1 for place in ranks)
    third = mean(0 < place <= 3 for place in ranks)
    reciprocal = mean(1 / place if place else 0 for place in ranks)
    return f"{first:.2f} / {third:.2f} / {reciprocal:.2f}"


def table(queries: Sequence[Query], columns: Mapping[str, Sequence[int]]) -> str:
    """One line a class and one for all: n, then hit@1 / hit@3 / MRR of every column."""
    lines = [f"| class | n | {' | '.join(columns)} |", "| --- " * (len(columns) + 2) + "|"]
    kinds = sorted({one.kind for one in queries})
    for name, chosen in [*((kind, {kind}) for kind in kinds), ("**all**", set(kinds))]:
        at = [index for index, one in enumerate(queries) if one.kind in chosen]
        cells = [cell([ranks[index] for index in at]) for ranks in columns.values()]
        lines.append(f"| {name} | {len(at)} | {' | '.join(cells)} |")
    return "\n".join(lines)
