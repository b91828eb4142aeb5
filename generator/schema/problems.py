"""A mistake in a content file, as a value: where, what, and what to do next."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

Path = tuple[str | int, ...]
"""Where a value sits in its file: mapping keys and list indexes from the root."""

Mark = tuple[int, int]
"""Line and column, counted from 1."""


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake. `line` and `column` count from 1; the sentence is Chinese and ends with 。"""

    file: str
    line: int
    column: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column} {self.sentence}"


class ContentError(Exception):
    """Raised with every problem of a content folder at once, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


def nearest(word: str, known: Iterable[str]) -> str:
    """A closing question that offers the nearest known word, or an empty text."""
    if any(sign in word for sign in "，、；"):
        return "请用英文逗号“,”分开各项。"
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"您是不是想写“{found[0]}”？" if found else ""
