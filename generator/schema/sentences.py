"""The one table of Chinese sentences for what can be wrong with a value."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.schema.problems import Path, Problem, nearest
from generator.schema.source import Source

SENTENCES: dict[str, str] = {
    "sentence": "{sentence}",
    "missing": "缺少“{key}”。{hint}请补上。",
    "extra_forbidden": "不认识的键“{key}”。{nearest}这里可以写：{known}。",
    "literal_error": "“{value}”不在可选的词里。{nearest}可以写：{expected}。",
    "string_type": "这里要写一段文字，现在是{kind}。请检查缩进，或给文字加上引号。",
    "string_too_short": "这里至少要写 {min_length} 个字。",
    "string_too_long": "这里有 {length} 个字，最多 {max_length} 个。请写短一些，或拆成两条。",
    "string_pattern_mismatch": "“{value}”的写法不对。{hint}",
    "list_type": "这里要写一个列表：每项一行，用“- ”开头；没有内容就写 []。",
    "too_short": "这里至少要有 {min_length} 项，现在有 {actual_length} 项。",
    "too_long": "这里最多 {max_length} 项，现在有 {actual_length} 项。请拆开或删去。",
    "model_type": "这里要写成几行“键: 值”，现在是{kind}。请检查缩进，以及冒号后面有没有空格。",
    "dict_type": "这里要写成几行“键: 值”，现在是{kind}。请检查缩进，以及冒号后面有没有空格。",
    "int_parsing": "“{value}”不是整数。请只写数字，如 90。",
    "greater_than_equal": "{value} 太小，至少是 {ge}。",
    "less_than_equal": "{value} 太大，最多是 {le}。",
    "bool_parsing": "“{value}”不是“是”或“否”。请写 yes 或 no。",
    "date_from_datetime_parsing": "“{value}”不是日期。请写成 2026-11-24 这样。",
    "date_parsing": "“{value}”不是日期。请写成 2026-11-24 这样。",
    "union_tag_invalid": "“{value}”不在可选的词里。可以写：{expected}。",
    "union_tag_not_found": "这里缺少说明种类的键。请对照旁边的文件补上。",
    "enum": "“{value}”不在可选的词里。可以写：{expected}。",
}
"""pydantic's error type → sentence. A test demands an entry for every type our models can raise."""

_PATTERN_HINTS = {
    "S\\d\\d|C": "依据写 S01–S99、C01 这样的来源编号，或者 本站约定、待核实、历史。",
    "[a-z0-9]+(-": "编号只用小写字母、数字和短横，如 call-back。",
    "[0-9][0-9-]": '号码只写数字和短横，并加引号，如 "12356"。',
    "^C": "来源编号写成 C01 这样。",
    "^S": "要素编号写成 S01 到 S99。",
}
_SHOWN = 40
"""Characters of a wrong value that a sentence quotes."""


def problems_of(source: Source, model: type[BaseModel], error: ValidationError) -> list[Problem]:
    """Every validation error as a problem at its place in the file."""
    return [_problem(source, model, details) for details in error.errors(include_url=False)]


def _problem(source: Source, model: type[BaseModel], details: ErrorDetails) -> Problem:
    path = _written(source, details["loc"], keep_last=details["type"] == "missing")
    kind, facts = details["type"], dict(details.get("ctx") or {})
    value = details["input"]
    facts |= {
        "key": str(path[-1]) if path else source.file,
        "value": _short(value),
        "kind": _kind(value),
        "length": len(value) if isinstance(value, str) else 0,
        "nearest": "",
        "hint": "",
        "known": "",
    }
    if kind in ("extra_forbidden", "missing"):
        owner = _model_at(model, path[:-1])
        fields = owner.model_fields if owner else {}
        if kind == "extra_forbidden":
            facts["nearest"] = nearest(facts["key"], fields)
            facts["known"] = "、".join(fields)
        elif (found := fields.get(facts["key"])) and found.description:
            facts["hint"] = found.description
    if kind == "literal_error":
        words = [
            word.strip("'") for word in str(facts["expected"]).replace(" or ", ", ").split(", ")
        ]
        facts["expected"] = "、".join(words)
        facts["nearest"] = nearest(str(value), words)
    if kind == "string_pattern_mismatch":
        facts["hint"] = next((h for p, h in _PATTERN_HINTS.items() if p in facts["pattern"]), "")
    template = SENTENCES.get(kind)
    sentence = (
        template.format_map(facts) if template else f"这里的内容不对（{kind}）。请对照旁边的文件。"
    )
    return source.problem(path, sentence, at_key=kind == "extra_forbidden")


def _written(source: Source, loc: tuple[int | str, ...], *, keep_last: bool) -> Path:
    """The location without parts that are not in the file, such as the tags of a union."""
    path: Path = ()
    for part in loc:
        if (*path, part) in source.marks:
            path = (*path, part)
    return (*path, loc[-1]) if keep_last and loc else path


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The model that governs `path`, found by following field annotations."""
    current: Any = model
    for part in path:
        if (
            isinstance(current, type)
            and issubclass(current, BaseModel)
            and part in current.model_fields
        ):
            current = _inner_model(current.model_fields[str(part)].annotation)
        elif (
            isinstance(current, type)
            and issubclass(current, BaseModel)
            and "root" in current.model_fields
        ):
            current = _inner_model(current.model_fields["root"].annotation)
    return current if isinstance(current, type) and issubclass(current, BaseModel) else None


def _inner_model(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        if found := _inner_model(inner):
            return found
    return None


def _short(value: object) -> str:
    text = str(value).replace("\n", " ")
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "……"


def _kind(value: object) -> str:
    if isinstance(value, list):
        return "一个列表"
    if isinstance(value, dict):
        return "几行“键: 值”"
    return "空的" if value == "" else f"“{_short(value)}”"
