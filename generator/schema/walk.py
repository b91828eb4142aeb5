"""One walk over a model that finds every reference, every Markdown text and their places."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from generator.schema.brackets import MARK
from generator.schema.pointers import Prose, Ref
from generator.schema.problems import Path

Marker = Ref | Prose


def marked_values(model: BaseModel) -> Iterator[tuple[Path, str, Marker]]:
    """Every text of the model that is marked as `Ref` or `Prose`, with its path."""
    for name in type(model).model_fields:
        markers = _markers(type(model), name)
        path: Path = () if name == "root" else (name,)
        yield from _values(path, getattr(model, name), markers)


def basis_codes(model: BaseModel) -> Iterator[tuple[Path, str]]:
    """Every code that the model cites, in a `basis` list or inside a text."""
    for path, value, marker in marked_values(model):
        if isinstance(marker, Prose):
            yield from ((path, code) for code in MARK.findall(value))
        elif marker.to == "basis":
            yield path, value


def _values(
    path: Path, value: object, markers: tuple[Marker, ...]
) -> Iterator[tuple[Path, str, Marker]]:
    if isinstance(value, BaseModel):
        for inner_path, text, marker in marked_values(value):
            yield (*path, *inner_path), text, marker
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _values((*path, index), item, markers)
    elif isinstance(value, str):
        yield from ((path, value, marker) for marker in markers)


@cache
def _markers(model: type[BaseModel], name: str) -> tuple[Marker, ...]:
    field = model.model_fields[name]
    own = [item for item in field.metadata if isinstance(item, Marker)]
    return (*own, *_markers_in(field.annotation))


def _markers_in(annotation: Any) -> tuple[Marker, ...]:
    own = [item for item in getattr(annotation, "__metadata__", ()) if isinstance(item, Marker)]
    return (*own, *(marker for inner in get_args(annotation) for marker in _markers_in(inner)))
