"""The models → what the authors' manual says of every kind: its keys and what may stand there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.schema.library import KINDS, SINGLES
from generator.schema.placing import KIND_NAMES
from generator.schema.sentences import pattern_hint

NAMES = {
    **KIND_NAMES,
    "site": "站点设置",
    "glossary": "术语",
    "synonyms": "同义词",
    "hotlines": "热线",
    "sources": "来源",
    "elements": "源文要素",
}
"""Folder or single file → what it is called."""


@dataclass(frozen=True)
class Key:
    """One line of a table."""

    name: str
    required: bool
    says: str
    rule: str


@dataclass(frozen=True)
class Table:
    """The keys of one mapping; `at` is where it stands, as in `steps`, empty for the file itself."""

    at: str
    keys: tuple[Key, ...]
    adds: bool = False
    """Whether these come on top of the keys that every type has."""


def tables(kind: str) -> list[Table]:
    """Every mapping that a file of the kind is made of, outermost first."""
    schema = {**KINDS, **SINGLES}[kind].model_json_schema()
    return list(_tables(schema, schema, "", set()))


def _tables(whole: Mapping[str, Any], part: Any, at: str, seen: set[str]) -> Iterator[Table]:
    part = _resolved(whole, part)
    if part.get("type") == "array":
        yield from _tables(whole, part["items"], at, seen)
    yield from _members(whole, part.get("oneOf", ()), at, seen)
    if "properties" not in part or part.get("name") in seen:
        return
    seen.add(part.get("name", ""))
    required = part.get("required", ())
    yield Table(
        at,
        tuple(
            _key(whole, name, inner, name in required) for name, inner in part["properties"].items()
        ),
    )
    for name, inner in part["properties"].items():
        yield from _tables(whole, inner, f"{at}.{name}" if at else name, seen)


def _members(
    whole: Mapping[str, Any], members: Sequence[Any], at: str, seen: set[str]
) -> Iterator[Table]:
    """Of entries of several types: the keys that all have, then what each has of its own."""
    found = {}
    for member in members:
        type_ = _resolved(whole, member)["properties"]["type"]["const"]
        found[type_] = [*_tables(whole, member, f"{at}（type: {type_}）", seen)]
    if not found:
        return
    shared = set.intersection(*(set(own.keys) for own, *_ in found.values()))
    first = next(iter(found.values()))[0]
    yield Table(f"{at}（每种题型）", tuple(key for key in first.keys if key in shared))
    for own, *inner in found.values():
        yield Table(own.at, tuple(key for key in own.keys if key not in shared), adds=True)
        yield from inner


def _key(whole: Mapping[str, Any], name: str, part: Any, required: bool) -> Key:
    says, rule = part.get("description", ""), _rule(whole, part)
    return Key(name, required, says, "" if rule in says else rule)


def _resolved(whole: Mapping[str, Any], part: Any) -> Any:
    if "anyOf" in part:
        part = part["anyOf"][0]
    if "$ref" in part:
        name = part["$ref"].rpartition("/")[2]
        return {**whole["$defs"][name], "name": name}
    return part


def _rule(whole: Mapping[str, Any], part: Any) -> str:
    """What `check` will hold a value to, in words."""
    part = _resolved(whole, part)
    if part.get("type") == "array":
        count = _between(part.get("minItems"), part.get("maxItems"), "项")
        inner = _rule(whole, part["items"])
        each = f"每项{' ' if inner[:1].isdigit() else ''}{inner}" if inner else ""
        return "，".join(filter(None, ("列表", count, each)))
    if "x-to" in part and part["x-to"] in NAMES:
        return f"写{NAMES[part['x-to']]}的编号"
    if "enum" in part or "const" in part:
        return f"可以写 {'、'.join(part.get('enum') or [part['const']])}"
    if "pattern" in part:
        return pattern_hint(part["pattern"]).rstrip("。")
    if part.get("type") == "boolean":
        return "写 yes 或 no"
    if part.get("type") == "integer":
        return _between(part.get("minimum"), part.get("maximum"), "") or "整数"
    if part.get("format") == "date":
        return "日期"
    if part.get("type") == "string":
        least = part.get("minLength", 0)
        return _between(least if least > 1 else None, part.get("maxLength"), "个字")
    return "几行“键: 值”，见下面的表" if part.get("properties") or part.get("oneOf") else ""


def _between(least: int | None, most: int | None, unit: str) -> str:
    if least and most:
        return f"{least} 到 {most} {unit}".strip()
    if most:
        return f"最多 {most} {unit}".strip()
    return f"至少 {least} {unit}".strip() if least else ""
