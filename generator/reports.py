"""Problems as a trainer reads them in a terminal: place, sentence, the line, a mark under the place."""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.schema.problems import Problem

_WIDTH = 90
"""Characters of a line that a report shows."""


def report(
    problems: Sequence[Problem], lines: Mapping[str, Sequence[str]], closing: str = "处要改。"
) -> str:
    """Every problem with its place, the line itself and a mark under the place.

    Args:
        problems: in the order in which they are shown.
        closing: what they are, after their number.
        lines: file, as the problems name it → its lines, where they can be read.
    """
    blocks = []
    for problem in problems:
        block = _visible(str(problem))
        written = lines.get(problem.file, ())[problem.line - 1 : problem.line]
        if written and written[0].strip():
            start = max(0, problem.column - _WIDTH // 2) if len(written[0]) > _WIDTH else 0
            shown = _visible(written[0].rstrip()[start : start + _WIDTH])
            before = shown[: problem.column - 1 - start]
            indent = sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in before)
            block += f"\n    {shown}\n    {' ' * indent}^"
        blocks.append(block)
    return "\n".join([*blocks, f"共 {len(problems)} {closing}"])


def _visible(text: str) -> str:
    """A tab, a full-width space, a control character: what is wrong is often what one cannot see."""
    return "".join(sign if sign.isprintable() else "□" for sign in text)


def lines_of(root: Path, problems: Sequence[Problem]) -> dict[str, list[str]]:
    """The lines of the files that have problems, as far as they are text."""
    found = {}
    for file in {problem.file for problem in problems}:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            found[file] = (root / file).read_bytes().decode().split("\n")
    return found
