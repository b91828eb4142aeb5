"""The one table of Chinese sentences for what can be wrong with a value."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from generator.schema.problems import Path, Problem, nearest
from generator.schema.source import MOST, Source

SENTENCES: dict[str, str] = {
    "sentence": "{sentence}",
    "gone": "{sentence}{nearest}",
    "missing": "{after}缺少“{key}”。这一项写：{hint}请补上。",
    "extra_forbidden": "不认识的键“{key}”。{nearest}这里可以写：{known}。",
    "literal_error": "“{value}”不在可选的词里。{nearest}可以写：{expected}。",
    "string_type": "这里要写一段文字，现在是{kind}。请检查缩进，或给文字加上引号。",
    "string_too_short": "这里至少要写 {min_length} 个字。",
    "string_too_long": "这里有 {length} 个字，最多 {max_length} 个。请写短一些，或拆成两条。",
    "string_pattern_mismatch": "“{value}”的写法不对。请改：{hint}",
    "list_type": "这里要写成列表。请每项写一行，用“- ”开头，或写成 [甲, 乙]；没有内容就写 []。",
    "too_short": "这里至少要有 {min_length} 项，现在有 {actual_length} 项。",
    "too_long": "这里最多 {max_length} 项，现在有 {actual_length} 项。请拆开或删去。",
    "model_type": "这里要写成几行“键: 值”，现在是{kind}。请检查缩进，以及冒号后面有没有空格。",
    "model_attributes_type": "这里要写成几行“键: 值”，现在是{kind}。请检查缩进，以及冒号后面有没有空格。",
    "dict_type": "这里要写成几行“键: 值”，现在是{kind}。请检查缩进，以及冒号后面有没有空格。",
    "int_type": "这里要写一个整数，现在是{kind}。请只写数字，如 90。",
    "int_parsing": "“{value}”不是整数。请只写数字，如 90。",
    "int_parsing_size": "“{value}”太大。请检查是不是多写了数字。",
    "greater_than_equal": "{value} 太小，至少是 {ge}。",
    "less_than_equal": "{value} 太大，最多是 {le}。",
    "bool_type": "这里要写“是”或“否”，现在是{kind}。请写 yes 或 no。",
    "bool_parsing": "“{value}”不是“是”或“否”。请写 yes 或 no。",
    "union_tag_invalid": "“{value}”不在可选的词里。{nearest}可以写：{expected}。",
    "union_tag_not_found": "这里缺少“{key}”，它说明是哪一种。请对照旁边的文件补上。",
}
"""pydantic's error type → sentence. A test demands an entry for every type our models can raise."""

_PATTERN_HINTS = {
    "S\\d\\d|C": "依据写 S01–S99、C01 这样的来源编号，或者 本站约定、待核实、历史。",
    "[a-z][a-z0-9]*(_": "题目编号只用小写字母、数字和下划线，如 call_back。",
    "u4e00": "这里只写一个汉字。",
    "^(/|https": "地址写站内路径（/ 开头），或 https:// 开头的网址。",
    "^https?": "网址写全，如 https://shouce.example.org/，后面不带 ? 和 #。",
    "^P": "级别写成 P0、P1 这样。",
    "^R": "规则编号写成 R1、R2-now 这样。",
    "[a-z0-9]+(-": "编号只用小写字母、数字和短横，如 call-back。",
    "[0-9][0-9-]": '号码只写数字和短横，并加引号，如 "12356"。',
    "^C": "来源编号写成 C01 这样。",
    "^S": "要素编号写成 S01 到 S99。",
}
_AS_NEXT_DOOR = "对照旁边的文件。"
_SHOWN = 40
"""Characters of a wrong value that a sentence quotes."""


def problems_of(source: Source, model: type[BaseModel], error: ValidationError) -> list[Problem]:
    """Every validation error as a problem at its place in the file."""
    every = error.errors(include_url=False)
    found = every[:MOST]
    misspelt = {
        (*details["loc"][:-1], guess)
        for details in found
        if details["type"] == "extra_forbidden"
        for guess in get_close_matches(str(details["loc"][-1]), _fields(model, details), n=1)
    }
    # A misspelt key is one mistake, not also a missing one.
    problems = [
        _problem(source, model, details)
        for details in found
        if not (details["type"] == "missing" and details["loc"] in misspelt)
    ]
    if more := len(every) - len(found):
        sentence = f"这个文件另外还有 {more} 处。请先改列出来的，再检查一次。"
        problems.append(source.problem((), sentence))
    return problems


def _problem(source: Source, model: type[BaseModel], details: ErrorDetails) -> Problem:
    kind, value, context = details["type"], details["input"], details.get("ctx") or {}
    below = context.get("at", ()) if kind == "sentence" else ()
    if kind.startswith("union_tag"):
        below = (context["discriminator"].strip("'"),)
    path = _written(
        source, (*details["loc"], *below), keep_last=kind in ("missing", "union_tag_not_found")
    )
    if value == "" and kind != "extra_forbidden":
        return source.problem(path, "这里还空着。请写上内容；可以不写的项，就把整行删掉。")
    facts = {
        **context,
        "key": str(path[-1]) if path else source.file,
        "value": _short(value),
        "kind": _kind(value),
        "length": len(value) if isinstance(value, str) else 0,
        "nearest": "",
        "hint": "",
        "after": "",
    }
    if kind == "extra_forbidden":
        fields = _fields(model, details)
        facts |= {"nearest": nearest(facts["key"], fields), "known": "、".join(fields)}
    elif kind == "gone" and (mean := context["mean"]):
        facts["nearest"] = nearest(*mean) or "请改成已有的编号。"
    elif kind == "missing":
        fields = _fields(model, details)
        facts["hint"] = fields[facts["key"]].description
        earlier = list(fields)[: list(fields).index(facts["key"])]
        written = [key for key in earlier if (*path[:-1], key) in source.keys]
        if written:  # the mark stands where the line is to be added, not at the start of it all
            facts["after"] = f"“{written[-1]}”后面"
            path = (*path[:-1], written[-1])
    elif kind in ("literal_error", "union_tag_invalid"):
        word = str(context.get("tag", value))
        words = re.findall("'([^']*)'", context.get("expected_tags") or context["expected"])
        mended = {"expected": "、".join(words), "nearest": nearest(word, words)}
        facts |= mended | {"value": _short(word)}
    elif kind == "string_pattern_mismatch":
        facts["hint"] = pattern_hint(context["pattern"])
    template = SENTENCES.get(kind, f"这里的内容不对（{kind}）。请对照旁边的文件。")
    return source.problem(
        path,
        template.format_map(facts),
        at_key=kind in ("extra_forbidden", "missing"),
        word=context.get("word", ""),
        shared=kind == "gone",
    )


def pattern_hint(pattern: str) -> str:
    """What a text has to look like that is held against a pattern."""
    return next((hint for sign, hint in _PATTERN_HINTS.items() if sign in pattern), _AS_NEXT_DOOR)


def _fields(model: type[BaseModel], details: ErrorDetails) -> dict[str, FieldInfo]:
    """The fields of the model in which a key is unknown or missing."""
    owner = _model_at(model, details["loc"][:-1])
    return owner.model_fields if owner else {}


def _written(source: Source, loc: tuple[int | str, ...], *, keep_last: bool) -> Path:
    """The location without parts that are not in the file, such as the tags of a union."""
    path: Path = ()
    for part in loc:
        if (*path, part) in source.marks:
            path = (*path, part)
    return (*path, loc[-1]) if keep_last and loc else path


def _model_at(model: type[BaseModel], path: tuple[int | str, ...]) -> type[BaseModel] | None:
    """The model that governs `path`, found by following field annotations.

    A path through a union carries the tag that pydantic chose the member by, e.g. the `radio` of
    `("fields", 0, "radio", "labl")`.
    """
    candidates = [model]
    for part in path:
        if found := [m.model_fields[part] for m in candidates if part in m.model_fields]:
            candidates = [inner for field in found for inner in _models_in(field.annotation)]
        elif tagged := [m for m in candidates if part in _tags(m)]:
            candidates = tagged
        elif "root" in model.model_fields and candidates == [model]:
            candidates = _models_in(model.model_fields["root"].annotation)
    return candidates[0] if len(candidates) == 1 else None


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models_in(inner)]


def _tags(model: type[BaseModel]) -> tuple[Any, ...]:
    return get_args(model.model_fields["type"].annotation) if "type" in model.model_fields else ()


def _short(value: object) -> str:
    text = str(value).replace("\n", " ")
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "……"


def _kind(value: object) -> str:
    if isinstance(value, list):
        return "一个列表"
    if isinstance(value, dict):
        return "几行“键: 值”"
    return "空的" if value == "" else f"“{_short(value)}”"
