"""What somebody typed → what is looked up. The twin of theme/assets/search/query.js."""

from __future__ import annotations

from itertools import groupby

from generator.search.han import read_han
from generator.search.latin import read_latin
from generator.search.letters import LONGEST, RUN, fold, is_han
from generator.search.reading import Reading
from generator.search.shelves import Shelves


def read(query: str, shelves: Shelves) -> Reading:
    """Understand a query of any letters; nothing in it is an error."""
    reading = Reading()
    left = LONGEST
    runs = []
    for run in RUN.findall("".join(map(shelves.plain, fold(query)))):
        if left > 0:
            runs.append(run[:left])
            left -= len(run)
    for han, neighbours in groupby(runs, is_han):
        if han:
            for run in neighbours:
                read_han(run, reading, shelves)
        else:
            read_latin([*neighbours], reading, shelves)
    return reading
