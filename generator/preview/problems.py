"""Problems as a page shows them: place, line, mark and sentence, as `check` prints them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from generator.schema.problems import Problem

_AROUND = 40
"""Characters that are shown on each side of the mark."""
_PAGE = Markup(
    '<link rel="stylesheet" href="/__preview/preview.css">\n<h1>{title}</h1>\n'
    '<p class="lead">改好存盘，这里会自己换回来。</p>\n<ol class="problems">{items}</ol>'
)
_ITEM = Markup("<li><code>{place}</code>{line}<p>{sentence}</p></li>")
_LINE = Markup("<pre>{before}<mark>{at}</mark>{after}</pre>")


def title(problems: Sequence[Problem]) -> str:
    """What the page is called."""
    return f"有 {len(problems)} 处要改"


def html(problems: Sequence[Problem], files: Mapping[str, bytes]) -> str:
    """All problems, in the place of a page's content.

    Args:
        problems: in the order in which they are shown.
        files: file, as the problems name it → its bytes.
    """
    items = Markup().join(
        _ITEM.format(
            place=f"{problem.file}:{problem.line}:{problem.column}",
            line=_line(files.get(problem.file, b""), problem),
            sentence=_visible(problem.sentence),
        )
        for problem in problems
    )
    return str(_PAGE.format(title=title(problems), items=items))


def _line(content: bytes, problem: Problem) -> Markup:
    lines = content.decode(errors="replace").split("\n")[problem.line - 1 : problem.line]
    if not lines or not lines[0].strip():
        return Markup()
    at = problem.column - 1
    before, after = lines[0][:at], lines[0][at + 1 :].rstrip()
    return _LINE.format(
        before=_cut(before[-_AROUND:], before) + _visible(before[-_AROUND:]),
        at=_visible(lines[0][at : at + 1].strip("\r")) or " ",
        after=_visible(after[:_AROUND]) + _cut(after[:_AROUND], after),
    )


def _cut(shown: str, whole: str) -> str:
    return "…" if shown != whole else ""


def _visible(signs: Iterable[str]) -> str:
    """A tab, a full-width space, a control character: what is wrong is often what one cannot see."""
    return "".join(sign if sign.isprintable() else "□" for sign in signs)
