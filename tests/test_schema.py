"""The sentence under a field is its tooltip and its line in the manual, so every field has one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from generator.schema.base import Model
from generator.schema.checklist import Checklist
from generator.schema.library import KINDS, SINGLES

HAN = re.compile(r"[\u4e00-\u9fff]")


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that a field's annotation mentions, and those they are made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models_in(field.annotation)
    for inner in get_args(annotation):
        yield from models_in(inner)


MODELS = sorted(
    {model for kind in (*KINDS.values(), *SINGLES.values()) for model in models_in(kind)},
    key=lambda model: (model.__module__, model.__qualname__),
)
FIELDS = [(model, name) for model in MODELS for name in model.model_fields if name != "root"]


def test_there_are_many_fields() -> None:
    assert len(FIELDS) > 120


@pytest.mark.parametrize(
    ("model", "name"), FIELDS, ids=[f"{model.__name__}.{name}" for model, name in FIELDS]
)
def test_a_field_is_explained_in_chinese(model: type[BaseModel], name: str) -> None:
    explained = model.model_fields[name].description or ""
    assert HAN.search(explained)
    assert explained.endswith("。")


@pytest.mark.parametrize("model", [model for model in MODELS if issubclass(model, Model)])
def test_models_are_strict_and_frozen(model: type[Model]) -> None:
    assert model.model_config["extra"] == "forbid"
    assert model.model_config["frozen"]
    with pytest.raises(ValidationError):
        model.model_validate({"never-a-key": 1})


def test_values_never_change_after_reading() -> None:
    with pytest.raises(ValidationError):
        Checklist.model_construct().title = "别的"
