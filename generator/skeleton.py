"""JSON Schema of a kind → a first file of that kind: valid, every field explained, words missing. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.schema.together import HOLE

Part = Mapping[str, Any]
"""A part of a JSON Schema."""

_BY_PATTERN = (
    ("本站约定", "待核实"),
    ("u4e00", "填"),
    ("^P", "P{}"),
    ("^R", "R{}"),
    ("[a-z][a-z0-9]*(_", "question_{}"),
    ("[a-z0-9]+(-", "item-{}"),
    ("^(/|https", "/"),
)
"""Part of a pattern → a text that fits it; {} is replaced by a number."""

_ALIKE: dict[str, dict[str, object]] = {
    "training": {
        "minutes": 15,
        "activities": [{"minutes": 5}, {"minutes": 5}, {"minutes": 5}],
        "quiz": [{"answer": "item-1"}] * 3,
    },
    "roles": {"min_age": 18},
    "forms": {
        "applicant": "phone",
        "sections": [{"id": "who"}],
        "fields": [
            {"id": "phone", "section": "who", "type": "tel"},
            {"id": "agree", "section": "who", "type": "checkbox"},
        ],
    },
}
"""Values that have to agree with one another, which no schema says."""


@dataclass
class Skeleton:
    """Writes one file; a field is explained where it comes up first.

    Args:
        schema: of the kind, as editors get it.
        given: what is known already, by field.
        first: kind that a field refers to → an id that exists.
    """

    schema: Part
    given: Mapping[str, object]
    first: Mapping[str, str]
    explained: set[tuple[str, str]] = field(default_factory=set)

    def lines(self) -> list[str]:
        return list(self._mapping(self.schema, self.given, 1))

    def _mapping(self, schema: Part, given: Mapping[str, object], number: int) -> Iterator[str]:
        required = schema.get("required", ())
        for name, part in schema["properties"].items():
            is_new = (part.get("description", ""), name) not in self.explained
            self.explained.add((part.get("description", ""), name))
            wanted = name in required or name in given
            if is_new:
                yield f"# {'' if wanted else f'可以不写 {name}：'}{part.get('description', '')}"
            if wanted:
                yield from self._entry(name, self._whole(part), given.get(name), number)

    def _entry(self, name: str, part: Part, given: object, number: int) -> Iterator[str]:
        if part.get("type") == "object" and isinstance(given, Mapping | None):
            yield f"{name}:"
            yield from _indented(self._mapping(part, given or {}, 1))
        elif part.get("type") == "array" and part.get("minItems"):
            item = self._whole(part["items"])
            entries = given if isinstance(given, list) else [None] * part["minItems"]
            values = [self._scalar(item, None, place) for place in range(1, len(entries) + 1)]
            if item.get("type") == "object" or "oneOf" in item:
                yield f"{name}:"
                for place, entry in enumerate(entries, 1):
                    member = self._member(item, entry or {})
                    yield from _listed(self._mapping(member, entry or {}, place))
            elif HOLE in values[0] and not values[0].endswith(f"# {HOLE}"):
                yield f"{name}:"
                yield from (f"  - {value}" for value in values)
            else:
                value, _, hole = values[0].partition("  #")
                yield f"{name}: [{value}]{f'  #{hole}' if hole else ''}"
        elif part.get("type") == "array":
            yield f"{name}: []"
        else:
            yield f"{name}: {self._scalar(part, given, number)}"

    def _scalar(self, part: Part, given: object, number: int) -> str:
        """A value that is valid; what it does not say by itself is marked behind it."""
        if given is not None:
            return _quoted(str(given))
        if "x-to" in part and part["x-to"] in self.first:
            return f"{self.first[part['x-to']]}  # {HOLE}"
        if "enum" in part or "const" in part:
            options: list[str] = part.get("enum") or [part["const"]]
            return options[0] if len(options) == 1 else f"{options[0]}  # {HOLE}"
        if "pattern" in part:
            return next(text for sign, text in _BY_PATTERN if sign in part["pattern"]).format(
                number
            )
        if part.get("type") == "integer":
            return f"{part.get('minimum', 1)}  # {HOLE}"
        shortest = part.get("minLength", 0)
        more = f"至少写 {shortest} 个字" if shortest > len(HOLE) else ""
        return f"{HOLE}{more or ('' if number == 1 else number)}"

    def _whole(self, part: Part) -> Part:
        """The part itself in place of a reference to it, and without the choice to leave it out."""
        if "anyOf" in part:
            part = part["anyOf"][0] | {"description": part.get("description", "")}
        if "$ref" in part:
            return {**self.schema["$defs"][part["$ref"].rpartition("/")[2]], **part}
        return part

    def _member(self, part: Part, given: Mapping[str, object]) -> Part:
        """Of several kinds of entries the one that is given."""
        if "oneOf" not in part:
            return part
        return self._whole({"$ref": part["discriminator"]["mapping"][given["type"]]})


def skeleton(kind: str, schema: Part, given: Mapping[str, object], first: Mapping[str, str]) -> str:
    """The text of a new file of a kind, without the line that names its schema."""
    filled = {**_ALIKE.get(kind, {}), **given}
    head = [
        f"# 凡是写着“{HOLE[1:-1]}”的地方，都换成您的内容。“#”开头的行是说明，看过可以删。",
        "# 草稿只检查，不发布。写完、核对过，删掉下面的 draft 这一行。",
        "draft: yes",
    ]
    properties = {name: part for name, part in schema["properties"].items() if name != "draft"}
    body = Skeleton({**schema, "properties": properties}, filled, first).lines()
    return "\n".join([*head, *body]) + "\n"


def _indented(lines: Iterator[str]) -> Iterator[str]:
    yield from (f"  {line}" for line in lines)


def _listed(lines: Iterator[str]) -> Iterator[str]:
    """The lines of a mapping as one entry of a list."""
    sign = "- "
    for line in lines:
        if line.startswith("#"):
            yield f"  {line}" if sign == "- " else f"    {line}"
            continue
        yield f"  {sign}{line}"
        sign = "  "


def _quoted(text: str) -> str:
    """As it stands where YAML reads it so, otherwise in quotes."""
    plain = text[:1].isalnum() and not any(sign in text for sign in (": ", " #", "\n", "\t"))
    return text if plain and not text.endswith(":") else json.dumps(text, ensure_ascii=False)
