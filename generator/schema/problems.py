"""A mistake in a content file, as a value: where, what, and what to do next."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

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
    shared: bool = field(default=False, compare=False)
    """Many places may have this problem for one reason: what they all refer to is gone."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column} {self.sentence}"


class ContentError(Exception):
    """Raised with every problem of a content folder at once, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(_gathered(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


_FEW = 3
"""As many places with one reason are shown one by one."""


def _gathered(problems: Iterable[Problem]) -> Iterator[Problem]:
    """One problem for all that lost the same thing: at the first place, with the others listed."""
    alike: dict[object, list[Problem]] = defaultdict(list)
    for problem in sorted(problems):
        alike[problem.sentence if problem.shared else problem].append(problem)
    for group in alike.values():
        if len(group) <= _FEW:
            yield from group
            continue
        lines: dict[str, list[str]] = defaultdict(list)
        for problem in group:
            lines[problem.file].append(str(problem.line))
        places = "；".join(
            f"{file.partition('/')[2]}:{'、'.join(at)}" for file, at in lines.items()
        )
        sentence = f"{group[0].sentence}同样的共有 {len(group)} 处：{places}。"
        yield replace(group[0], sentence=sentence)


def nearest(word: str, known: Iterable[str]) -> str:
    """A closing question that offers the nearest known word, or an empty text."""
    if any(sign in word for sign in "，、；"):
        return "请用英文逗号“,”分开各项。"
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"您是不是想写“{found[0]}”？" if found else ""
