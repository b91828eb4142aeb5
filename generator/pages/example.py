"""A real file as an example in the authors' manual: the data of a model as authors write it, long lists cut."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from generator.schema.base import Model
from generator.schema.library import KINDS, Library

_EXAMPLES = {
    "guidance": "info-rumour",
    "checklists": "cl-pfa",
    "training": "tm-02",
    "roles": "role-info",
    "cases": "case-runze",
    "forms": "volunteer",
}
_FEW = 3
"""Entries of a long list that an example shows."""


def example(kind: str, library: Library) -> tuple[str, str]:
    """The name of a real file of the kind and its text, both empty where there is none yet."""
    held = getattr(library, kind)
    if kind not in KINDS:
        entries = list(held.values()) if isinstance(held, Mapping) else held
        return f"{kind}.yml", "\n".join(_yaml(_plain(entries)))
    id_ = _EXAMPLES[kind] if _EXAMPLES[kind] in held else next(iter(held), "")
    return (f"{kind}/{id_}.yml", "\n".join(_yaml(_plain(held[id_])))) if id_ else ("", "")


def _plain(value: object) -> object:
    """What the author wrote, without what the models add."""
    if isinstance(value, Model):
        return value.model_dump(mode="json", exclude_unset=True)
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _yaml(value: object) -> Iterator[str]:
    """Plain data as authors write it. Of long lists the beginning."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, dict) or (isinstance(inner, list) and not _is_short(inner)):
                yield f"{key}:"
                yield from (f"  {line}" for line in _yaml(inner))
            elif isinstance(inner, str) and "\n" in inner:
                yield f"{key}: |"
                yield from (f"  {line}".rstrip() for line in inner.split("\n"))
            else:
                yield f"{key}: {_scalar(inner)}"
    elif isinstance(value, list):
        for entry in value[:_FEW]:
            lines: Iterable[str] = (
                [_scalar(entry)] if isinstance(entry, str | list) else _yaml(entry)
            )
            yield from (f"{'  ' if place else '- '}{line}" for place, line in enumerate(lines))
        if len(value) > _FEW:
            yield f"#……下面还有 {len(value) - _FEW} 项"


def _is_short(value: object) -> bool:
    """Whether a list is written in one line."""
    return (
        isinstance(value, list)
        and all(isinstance(item, str) and len(item) < 20 for item in value)
        and sum(map(len, value)) < 60
    )


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return f"[{', '.join(_scalar(item) for item in value)}]"
    text = str(value)
    risky = text[:1] in "\"'[]{}>|*&!%#`@,?:-" or text.isdigit() or ": " in text or " #" in text
    flow = any(sign in text for sign in ",[]{}") and len(text) < 20
    quoted = isinstance(value, str) and (risky or flow or text in ("yes", "no", "true", "false"))
    return json.dumps(text, ensure_ascii=False) if quoted else text
