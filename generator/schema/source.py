"""Bytes of one YAML file → plain data and the place of every value.

The only module that imports yaml. Data is built from parser events and not by a constructor: every
scalar stays text (YAML 1.1 would turn `12:30` into 750 and `no` into False; the models decide
types), both places of a duplicate key are known, and anchors are refused before they can expand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

import yaml

from generator.schema.problems import Mark, Path, Problem
from generator.schema.syntax import mended, phrase

MAX_BYTES = 512 * 1024
"""No honest page comes near; a larger file is a mistake (an export, a picture) or an attack."""
MAX_DEPTH = 12
_LONGEST = 200
"""Lines of a text in which a word is looked for."""
MOST = 200
"""Mistakes that one file reports at a time: more come of one slip, or of a wrong file."""
MOST_SYNTAX = 20
"""Mistakes of syntax that one file reports."""
_REREAD = 200_000
"""Characters that may be parsed again in the search for them."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
"""Control characters, zero-width spaces, changes of direction, line ends that only YAML sees."""
_LOST = re.compile(r"[ \t]+(?P<at>#)\S")
"""What follows a value and looks like a comment, but hardly is one: `住 #3 楼`."""


@dataclass(frozen=True)
class Source:
    """The data of one file and where each value (`marks`) and each mapping key (`keys`) stands."""

    file: str
    data: object
    marks: dict[Path, Mark]
    keys: dict[Path, Mark]
    lines: tuple[str, ...]

    def problem(
        self,
        path: Path,
        sentence: str,
        *,
        at_key: bool = False,
        word: str = "",
        shared: bool = False,
    ) -> Problem:
        """A problem at the deepest place of `path` that is written in the file, or at a word of it."""
        places = self.keys if at_key and path in self.keys else self.marks
        while path not in places and path:
            path = path[:-1]
        line, column = places.get(path, (1, 1))
        for number in range(line, min(line + _LONGEST, len(self.lines)) + 1 if word else line):
            at = self.lines[number - 1].find(word, column - 1 if number == line else 0)
            if at >= 0:
                return Problem(self.file, number, at + 1, sentence, shared)
        return Problem(self.file, line, column, sentence, shared)


class _RefusedError(Exception):
    """Thrown within this module to leave the recursion."""


@dataclass
class _Builder:
    """Folds parser events into data; collects problems instead of stopping at the first."""

    file: str
    lines: tuple[str, ...]
    events: Iterator[yaml.Event]
    marks: dict[Path, Mark] = field(default_factory=dict)
    keys: dict[Path, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def note(self, mark: Mark, sentence: str) -> None:
        self.problems.append(Problem(self.file, *mark, sentence))
        if len(self.problems) >= MOST:
            raise _RefusedError

    def refuse(self, mark: Mark, sentence: str) -> NoReturn:
        """Stop here: what follows could only repeat the mistake, a thousand times or forever."""
        self.note(mark, sentence)
        raise _RefusedError

    def build(self, event: yaml.Event, path: Path) -> object:
        mark = _mark(event.start_mark)
        self.marks[path] = mark
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.refuse(
                mark,
                "这里用了 YAML 的锚点或引用（& 或 *），手册的文件不用它。请把内容照写一遍，或给文字加上引号。",
            )
        if tag := getattr(event, "tag", None):
            self.refuse(
                mark, f"这里有 YAML 标签“{tag}”，手册的文件不用它。请去掉，或给文字加上引号。"
            )
        if len(path) > MAX_DEPTH:
            self.refuse(mark, f"这里套了 {len(path)} 层，最多 {MAX_DEPTH} 层。请检查括号和缩进。")
        if isinstance(event, yaml.ScalarEvent):
            return self._text(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        return ""

    def _text(self, event: yaml.ScalarEvent) -> str:
        text: str = event.value
        if _INVISIBLE.search(text):  # escaped, as in "\e"
            self.note(_mark(event.start_mark), "这段文字里有看不见的控制字符。请删掉它。")
        line, column = _mark(event.end_mark)
        is_block = event.style in ("|", ">")
        # An empty key at the end of the file ends on a line that is not there.
        rest = self.lines[line - 1] if line <= len(self.lines) else ""
        if not is_block and (lost := _LOST.match(rest, column - 1)):
            self.note(
                (line, lost.start("at") + 1),
                "空格后面的“#”会被当成注释，后面的字都会丢掉。要留着，请给整段文字加上引号；真是注释，请在“#”后面空一格。",
            )
        return text

    def _sequence(self, path: Path) -> list[object]:
        items: list[object] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.build(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, object]:
        items: dict[str, object] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            mark = _mark(event.start_mark)
            key = (
                self.build(event, (*path, ""))
                if not isinstance(event, yaml.ScalarEvent)
                else self._text(event)
            )
            if not isinstance(key, str) or isinstance(event, yaml.AliasEvent):
                self.note(mark, "冒号左边要是一个词。请检查这一行的括号和缩进。")
                key = str(key)
            here = (*path, key)
            if key in items:
                line, column = self.keys[here]
                self.note(
                    mark, f"“{key}”写了两次，前一次在第 {line} 行第 {column} 列。请只留一处。"
                )
            else:
                self.keys[here] = mark
            items[key] = self.build(next(self.events), here)
        return items


def read_source(file: str, content: bytes) -> Source | list[Problem]:
    """The data of one YAML file, or every problem that keeps it from being read.

    Args:
        file: the name shown in problems, e.g. `content/guidance/children.yml`.
        content: the bytes of the file, whatever they are.
    """
    text = _decode(file, content)
    if isinstance(text, list):
        return text
    lines = tuple(text.split("\n"))
    # Lazily: what is nested too deeply is refused before the parsers, quadratic there, go on.
    events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CBaseLoader)
    builder = _Builder(file, lines, events)
    documents: list[object] = []
    try:
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if documents:
                    builder.refuse(
                        _mark(event.start_mark),
                        "一个文件只能写一页，这里用“---”开始了第二份。请拆成两个文件。",
                    )
                documents.append(builder.build(next(events), ()))
    except _RefusedError:
        return builder.problems
    except yaml.YAMLError as error:
        return [*builder.problems, *_syntax_problems(file, lines, error)]
    if not documents or documents[0] == "":
        return [
            Problem(
                file,
                1,
                1,
                "这个文件是空的。请对照旁边的文件写上内容，或删掉它。",
            )
        ]
    if builder.problems:
        return builder.problems
    return Source(file, documents[0], builder.marks, builder.keys, lines)


def _decode(file: str, content: bytes) -> str | list[Problem]:
    if len(content) > MAX_BYTES:
        sentence = f"这个文件太大，最多 {MAX_BYTES // 1024} KB。请检查是不是放错了文件。"
        return [Problem(file, 1, 1, sentence)]
    if content.startswith(b"\xef\xbb\xbf"):
        sentence = "文件开头有 BOM 标记。请在编辑器里另存为“UTF-8”（不是“UTF-8 带 BOM”）。"
        return [Problem(file, 1, 1, sentence)]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        sentence = "这个文件不是 UTF-8 编码（可能是 GBK）。请在编辑器里另存为“UTF-8”。"
        return [Problem(file, line, 1, sentence)]
    invisible = [
        Problem(file, number, bad.start() + 1, "这里有一个看不见的控制字符。请删掉它。")
        for number, line_text in enumerate(text.split("\n"), 1)
        if (bad := _INVISIBLE.search(line_text.removesuffix("\r")))
    ]
    return invisible[:MOST_SYNTAX] or text


def _syntax_problems(
    file: str, lines: tuple[str, ...], error: yaml.YAMLError | None
) -> list[Problem]:
    """The mistake at which the parser stopped, and those it would meet once that is mended."""
    found: list[Problem] = []
    text, spent = "\n".join(lines), 0
    while error and len(found) < MOST_SYNTAX and spent <= _REREAD:
        spent += len(text)
        problem = _syntax_problem(file, text, lines, error)
        if found and _is_aftermath(lines, found[-1], problem):
            break
        found.append(problem)
        after = mended(lines, problem)
        if after is None:
            break
        lines, text = after, "\n".join(after)
        error = _error_in(text)
    return found


def _is_aftermath(lines: tuple[str, ...], last: Problem, problem: Problem) -> bool:
    """Whether it comes of mending the last one badly: not further on, or in what belonged to it."""
    if problem.line <= last.line:
        return True
    above, here = (
        len(line) - len(line.lstrip(" -"))
        for line in (lines[last.line - 1], lines[problem.line - 1])
    )
    return problem.line == last.line + 1 and here > above


def _error_in(text: str) -> yaml.YAMLError | None:
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:  # told in its own words on the next run; deeper is slow
                return None
    except yaml.YAMLError as error:
        return error
    return None


def _syntax_problem(file: str, text: str, lines: tuple[str, ...], error: yaml.YAMLError) -> Problem:
    """Parse again in Python, whose errors have better kinds and places, yet not what is huge."""
    try:
        for _ in yaml.parse(text if len(text) <= _REREAD else "", Loader=yaml.BaseLoader):
            pass
    except yaml.YAMLError as better:
        error = better
    except (RecursionError, ValueError, OverflowError):
        pass  # It trips where the C parser does not, e.g. over "\\UFFFFFFFF".
    if not isinstance(error, yaml.MarkedYAMLError):
        return phrase(file, lines, (1, 1), "")
    kind = f"{error.context or ''} {error.problem or ''}"
    # An open quote or bracket is noticed at the end of the file, but mended where it begins.
    opened = "escape" not in kind and any(word in kind for word in ("quoted scalar", "flow"))
    return phrase(file, lines, _mark((opened and error.context_mark) or error.problem_mark), kind)


def _mark(mark: yaml.Mark | yaml._yaml.Mark | None) -> Mark:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
