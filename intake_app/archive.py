"""An archived definition → words for stored ids. Pure.

Answers are read with the form as it was when they were given. It is kept as JSON and read as such:
a model that has grown a required key since then could no longer read an old form.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from generator.schema.form import Form
from intake_app.answers import Answers, canonical, chosen

Definition = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One answer in words."""

    question: str
    label: str
    text: str
    sensitive: bool


def archived(form: Form) -> str:
    """What is kept of a form beside the answers."""
    return form.model_dump_json(exclude_none=True)


def consent_text(form: Form) -> bytes:
    """All that a person agrees to. When one word of it changes, it is another text."""
    statements = {field.id: field.label for field in form.fields if field.type == "checkbox"}
    notice = [passage.model_dump() for passage in form.notice]
    kept = form.retention.model_dump()
    return json.dumps([notice, kept, statements], ensure_ascii=False, sort_keys=True).encode()


def body_of(answers: Answers, notes: list[str]) -> bytes:
    """What is kept of a submission that only the desk may read."""
    return canonical({"answers": answers, "notes": notes})


def answered(definition: Definition, body: bytes) -> list[Line]:
    """The answers in words, in the order of the questions."""
    answers: Answers = json.loads(body)["answers"]
    return [
        Line(field["id"], field["label"], _text(field, answers), field.get("sensitive", False))
        for field in definition["fields"]
        if field["id"] in answers
    ]


def noted(definition: Definition, body: bytes) -> list[str]:
    """The remarks that followed from the answers."""
    return [note["text"] for note in _picked(definition["notes"], json.loads(body)["notes"])]


def level_of(definition: Definition, level: str | None) -> Definition | None:
    """What a level means and promises."""
    return next(iter(_picked(levels_of(definition), [level])), None)


def levels_of(definition: Definition) -> list[Definition]:
    """All levels, the most urgent first; none where the form has no priority."""
    return list(definition.get("priority", {}).get("levels", []))


def reasons(definition: Definition, rules: Iterable[str]) -> list[Definition]:
    """The rules that acted, with what they say."""
    return _picked(definition.get("priority", {}).get("rules", []), rules)


def _text(field: Definition, answers: Answers) -> str:
    labels = {option["id"]: option["label"] for option in field.get("options", [])}
    if field["type"] == "checkbox":
        labels = {"yes": "同意"}
    return "、".join(labels.get(value, value) for value in chosen(answers, field["id"]))


def _picked(entries: list[Definition], ids: Iterable[str | None]) -> list[Definition]:
    wanted = list(ids)
    return [entry for entry in entries if entry["id"] in wanted]
