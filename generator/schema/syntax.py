"""A syntax error of the parser → a sentence for somebody who does not know YAML. Pure."""

from __future__ import annotations

import re

from generator.schema.problems import Mark, Problem

_SENTENCES = (
    ("cannot start any token", "这里的符号不能放在文字开头。请给整段文字加上引号。"),
    (
        "mapping values are not allowed",
        "这一行多了一个“: ”，或者缩进不对。文字里要用冒号，请用全角“：”，或给整段加引号。",
    ),
    ("could not find expected ':'", "这里缺少“: ”（英文冒号加一个空格），或上一行的缩进不对。"),
    ("quoted scalar", "引号没有配成对。请检查这一段开头和结尾的引号。"),
    ("unexpected end of stream", "引号或括号没有配成对。请检查这一段开头和结尾。"),
    ("expected ',' or", "括号没有写完。请用英文逗号“,”分开各项，并在末尾配上括号。"),
    ("expected <block end>", "缩进和上面对不齐。请让同一层的内容前面空一样多。"),
    ("expected key", "缩进和上面对不齐。请让同一层的内容前面空一样多。"),
    ("undefined alias", "“*”在 YAML 里有特别的意思。请给这段文字加上引号。"),
    ("scanning an alias", "“*”或“&”在 YAML 里有特别的意思。请给这段文字加上引号。"),
    ("scanning an anchor", "“*”或“&”在 YAML 里有特别的意思。请给这段文字加上引号。"),
)

_TAB = re.compile(r"\s*\t")
_FULL_WIDTH_COLON = re.compile(r"\s*(- )?[A-Za-z_]\w*(?P<at>：)")
_NO_SPACE = re.compile(r"\s*(- )?[a-z_][a-z_0-9]*(?P<at>:)\S")


def phrase(file: str, lines: tuple[str, ...], mark: Mark, kind: str) -> Problem:
    """The problem behind a syntax error.

    Args:
        file: the name shown.
        lines: the lines of the file.
        mark: where the parser noticed it.
        kind: what the parser says, in its own English words.
    """
    line, column = min(mark[0], len(lines)), mark[1]
    # What people do wrong is often on the line before the one where the parser gives up.
    for number in range(max(1, line - 1), line + 1):
        text = lines[number - 1]
        if _TAB.match(text):
            return Problem(file, number, 1, "这一行用制表符（Tab）缩进了。请改成空格，每层两个。")
        if found := _FULL_WIDTH_COLON.match(text):
            place = found.start("at") + 1
            return Problem(
                file, number, place, "这里是全角冒号“：”。请改成英文冒号加一个空格“: ”。"
            )
        if found := _NO_SPACE.match(text):
            return Problem(file, number, found.start("at") + 1, "请在英文冒号后面空一格。")
    shown = lines[line - 1]
    if "quoted scalar" in kind and "”" in shown:
        sentence = "开头是英文引号，结尾是中文引号“”。请两头都用英文引号，或都不用。"
        return Problem(file, line, column, sentence)
    for needle, sentence in _SENTENCES:
        if needle in kind:
            return Problem(file, line, column, sentence)
    sentence = "这里的写法读不懂。请对照旁边的文件检查引号、冒号和缩进。"
    return Problem(file, line, min(column, len(shown) + 1), sentence)
