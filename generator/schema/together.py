"""What shows only when a page is held against the other pages and against today. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from generator.schema.base import Page
from generator.schema.problems import Problem
from generator.schema.source import Source

HOLE = "〔待填〕"
"""Stands where a new page still needs its words; no page is published with it."""

Titles = dict[tuple[str, str], str]
"""(folder, title) → the file that has it."""


def page_problems(
    source: Source, page: Page, titles: Titles, today: datetime.date | None
) -> Iterator[Problem]:
    """Problems of one valid page; its title is entered in `titles`.

    Args:
        source: where things stand in its file.
        page: what the file says.
        titles: of the pages before it.
        today: a review cannot have taken place later; None when there is no clock to ask.
    """
    folder = source.file.rpartition("/")[0]
    other = titles.setdefault((folder, page.title), source.file)
    if other != source.file:
        yield source.problem(
            ("title",), f"标题“{page.title}”和 {other} 的一样，读者分不清。请改一个。"
        )
    for number, at in holes(source) if not page.draft else ():
        sentence = f"这里还写着“{HOLE}”。请写上内容；没写完，就在文件里加一行 draft: yes。"
        yield Problem(source.file, number, at, sentence)
    # A day of grace: it is tomorrow already in some part of the world.
    if today and page.review.last > today + datetime.timedelta(days=1):
        yield source.problem(
            ("review", "last"),
            f"最近一次核对写的是 {page.review.last}，今天才 {today}。请写真正核对的那一天。",
        )


def holes(source: Source) -> list[tuple[int, int]]:
    """Where the words are still missing; what explains a field is a line of its own and no hole."""
    return [
        (number, line.index(HOLE) + 1)
        for number, line in enumerate(source.lines, 1)
        if HOLE in line and not line.lstrip().startswith("#")
    ]
