"""A syntax error of the parser → a sentence for somebody who does not know YAML. Pure."""

from __future__ import annotations

import re

from generator.schema.problems import Mark, Problem

_SIGN = "这里的符号不能放在文字开头。请给整段文字加上引号。"
_UNEVEN = "缩进和上面对不齐。请让同一层的内容前面空一样多。"
_BRACKET = "括号没有写完。请用英文逗号“,”分开各项，并在末尾配上括号。"
_SPACE = "这里的空格不是英文空格，多半是全角的。请改成英文空格。"
_STAR = "“*”或“&”在 YAML 里有特别的意思。请给这段文字加上引号。"

_SHAPES = (
    (r"[ -]*(?P<at>\t+)", "这一行用制表符（Tab）缩进了。请改成空格，每层两个。", ""),
    (r"[ -]*(?P<at>[\u00a0\u3000]+)", _SPACE, ""),
    (
        r"\s*(- )?[A-Za-z_]\w*(?P<at>：\s*)",
        "这里是全角冒号“：”。请改成英文冒号加一个空格“: ”。",
        ": ",
    ),
    (r"\s*(- )?[a-z_]\w*:(?P<at>[\u00a0\u3000]+)", _SPACE, " "),
    (r"\s*(- )?[a-z_][a-z_0-9]*(?P<at>:)(?!//)\S", "请在英文冒号后面空一格。", ": "),
    (r"\s*(?P<at>[－—–−•]\s*)", "列表的每一项，请用英文短横加一个空格“- ”开头。", "- "),
    (r"\s*(?P<at>-)[^\s-]", "请在短横后面空一格。", "- "),
)
"""What people write and the parser stumbles over: shape of a line, sentence, what was meant (empty: as wide)."""
_WIDE = str.maketrans({"\t": "  ", "\u3000": "  ", "\u00a0": " "})

_KINDS = (
    ("cannot start any token", _SIGN),
    ("mapping keys are not allowed", _SIGN),
    ("a tag", _SIGN),
    ("sequence entries", "列表不能跟在冒号后面。请另起一行写；是文字，就给整段加上引号。"),
    ("chomping", "“|”或“>”在 YAML 里有特别的意思。请给整段文字加上引号。"),
    (
        "mapping values are not allowed",
        "这一行多了一个“: ”，或者缩进不对。文字里要用冒号，请用全角“：”，或给整段加引号。",
    ),
    ("could not find expected ':'", "这里缺少“: ”（英文冒号加一个空格），或上一行的缩进不对。"),
    ("escape", "双引号里的“\\”有特别的意思。请改用单引号，或去掉它。"),
    ("quoted scalar", "引号没有配成对。请检查这一段开头和结尾的引号。"),
    ("unexpected end of stream", "引号或括号没有配成对。请检查这一段开头和结尾。"),
    ("expected ',' or", _BRACKET),
    ("flow node", _BRACKET),
    ("document", "一个文件只能写一页。请删掉单独成行的“...”和它下面的内容。"),
    ("node content", _SIGN),
    ("expected <block end>", _UNEVEN),
    ("expected key", _UNEVEN),
    ("undefined alias", _STAR),
    ("scanning an alias", _STAR),
    ("scanning an anchor", _STAR),
)
"""Words of the parser's message → sentence, the first that fits."""


def phrase(file: str, lines: tuple[str, ...], mark: Mark, kind: str) -> Problem:
    """The problem behind a syntax error.

    Args:
        file: the name shown.
        lines: the lines of the file.
        mark: where the parser noticed it.
        kind: what the parser says, in its own English words.
    """
    line, column = min(mark[0], len(lines)), mark[1]
    for number in _suspects(lines, line):
        for shape, sentence, _ in _SHAPES:
            if found := re.match(shape, lines[number - 1]):
                return Problem(file, number, found.start("at") + 1, sentence)
    shown = lines[line - 1]
    column = min(column, len(shown) + 1)
    if "quoted scalar" in kind and "”" in shown:
        sentence = "开头是英文引号，结尾是中文引号“”。请两头都用英文引号，或都不用。"
        return Problem(file, line, column, sentence)
    if "expected <block end>" in kind and shown[: column - 1].strip():
        sentence = "开头的引号或括号到这里已经写完，后面又有字。请给整段文字加上一对单引号。"
        return Problem(file, line, column, sentence)
    for words, sentence in _KINDS:
        if words in kind:
            return Problem(file, line, column, sentence)
    sentence = "这里的写法读不懂。请对照旁边的文件检查引号、冒号和缩进。"
    return Problem(file, line, column, sentence)


def _suspects(lines: tuple[str, ...], line: int) -> list[int]:
    """The line where the parser gave up, and the one before it on which something is written."""
    before = [n for n in range(1, line) if lines[n - 1].strip(" \r")[:1] not in ("", "#")]
    return [line, *before[-1:]]


def mended(lines: tuple[str, ...], problem: Problem) -> tuple[str, ...] | None:
    """The lines as if this mistake were mended, so that the next one can be found.

    Where what was meant is not plain, the value gives way to an `x`; None where not even that helps.
    """
    number = problem.line - 1
    line = lines[number]
    after = None
    for shape, _, meant in _SHAPES:
        found = re.match(shape, line)
        if found and found.start("at") + 1 == problem.column:
            start, end = found.span("at")
            width = " " if line[:start].endswith("-") else found["at"].translate(_WIDE)
            after = line[:start] + (meant or width) + line[end:]
            break
    else:
        if head := re.match(r"\s*(- )*[A-Za-z_]\w*: |\s*- ", line):
            after = f"{head[0]}x"
    return None if after is None else (*lines[:number], after, *lines[number + 1 :])
