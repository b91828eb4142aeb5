"""A ranking with its reasons, for people who wonder why a page comes first."""

from __future__ import annotations

from generator.search.entries import FIELDS, KINDS
from generator.search.query import read
from generator.search.rank import Result, rank
from generator.search.shelves import Shelves


def explain(query: str, shelves: Shelves, most: int = 10) -> str:
    """The first results of a query, each with the terms that brought it there.

    Args:
        query: as somebody would type it.
        shelves: the opened index.
        most: results that are shown.
    """
    reading = read(query, shelves)
    results = rank(reading, shelves)
    lines = [f"按“{'、'.join(dict.fromkeys(reading.words))}”查找"] if reading.words else []
    if not results:
        return "\n".join(
            [*lines, f"没有找到“{query}”。可以给某一页的 asks 或 synonyms.yml 加上这个说法。"]
        )
    lines.append(f"找到 {len(results)} 条，前 {min(most, len(results))} 条：")
    for place, result in enumerate(results[:most], 1):
        kind, address, title = shelves.entries[result.number]
        label = [*KINDS.values()][kind]
        lines.append(
            f"{place:>2}. {label} {title}  /{address}  {result.points:,} 分，答到 {result.share}%"
        )
        lines.append(f"      {_reasons(result)}")
    return "\n".join(lines)


def _reasons(result: Result) -> str:
    """Each term once, strongest first; a group of words is shown by its first word."""
    points: dict[tuple[str, int], int] = {}
    for term, field, worth in result.reasons:
        points[term, field] = points.get((term, field), 0) + worth
    return "；".join(
        f"{f'{term[1:]}（同义）' if term[0] == '=' else term} {FIELDS[field]} {worth:,}"
        for (term, field), worth in sorted(points.items(), key=lambda one: -one[1])
    )
