"""A form and answers → what is kept of them, and back into words. Pure.

Answers are read with the form as it was when they were given. It is kept as JSON and read as such:
a model that has grown a required key since then could no longer read an old form.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from generator.schema.form import Form
from intake_app.answers import Answers, canonical, chosen, notes_of
from intake_app.triage import triage

Definition = dict[str, Any]


@dataclass(frozen=True)
class Paper:
    """A form as it is kept beside the answers, with the hashes by which events name it."""

    definition: str
    hash: str
    consent: str
    """Hash of all that a person agrees to. When one word of it changes, it is another text."""

    @classmethod
    def of(cls, form: Form) -> Paper:
        """Made once for each form, not for each post."""
        definition = form.model_dump_json(exclude_none=True)
        statements = {field.id: field.label for field in form.fields if field.type == "checkbox"}
        notice = [passage.model_dump() for passage in form.notice]
        consent = canonical([notice, form.retention.model_dump(), statements])
        return cls(definition, sha256(definition.encode()).hexdigest(), sha256(consent).hexdigest())


def filed(form: Form, paper: Paper, answers: Answers) -> tuple[dict[str, str], bytes]:
    """What is kept of answers: facts in clear, and words to be sealed.

    The level stays in clear for notices and reminders; which rules acted would tell answers.
    """
    judged = triage(form, answers)
    facts = {"definition": paper.hash, "consent": paper.consent}
    body: dict[str, object] = {"answers": answers, "notes": notes_of(form, answers)}
    if judged:
        facts["level"] = judged.level
        body |= {"rules": judged.rules, "rank": judged.rank}
    return facts, canonical(body)


@dataclass(frozen=True)
class Line:
    """One answer in words."""

    question: str
    label: str
    text: str
    sensitive: bool


@dataclass(frozen=True)
class Reading:
    """Kept answers with the form with which they were given."""

    definition: Definition
    body: dict[str, Any]

    @classmethod
    def of(cls, definition: str, body: bytes) -> Reading:
        """Read what was kept."""
        return cls(json.loads(definition), json.loads(body))

    @property
    def answers(self) -> Answers:
        """Question id → text or option ids."""
        answers: Answers = self.body["answers"]
        return answers

    @property
    def rank(self) -> list[int]:
        """Order inside the level."""
        return list(self.body.get("rank", []))

    @property
    def applicant(self) -> str:
        """The number by which the same person is known again."""
        return str(self.answers[self.definition["applicant"]])

    def lines(self) -> list[Line]:
        """The answers in words, in the order of the questions."""
        return [
            Line(field["id"], field["label"], self._text(field), field.get("sensitive", False))
            for field in self.definition["fields"]
            if field["id"] in self.answers
        ]

    def notes(self) -> list[str]:
        """The remarks that followed from the answers."""
        return [note["text"] for note in _picked(self.definition["notes"], self.body["notes"])]

    def reasons(self) -> list[Definition]:
        """The rules that acted, with what they say."""
        return _picked(self._priority().get("rules", []), self.body.get("rules", []))

    def levels(self) -> list[Definition]:
        """All levels, the most urgent first; none where the form has no priority."""
        return list(self._priority().get("levels", []))

    def level(self, id_: str | None) -> Definition | None:
        """What a level means and promises."""
        return next(iter(_picked(self.levels(), [id_])), None)

    def _priority(self) -> Definition:
        return dict(self.definition.get("priority", {}))

    def _text(self, field: Definition) -> str:
        labels = {option["id"]: option["label"] for option in field.get("options", [])}
        if field["type"] == "checkbox":
            labels = {"yes": "同意"}
        return "、".join(labels.get(value, value) for value in chosen(self.answers, field["id"]))


def _picked(entries: list[Definition], ids: Iterable[str | None]) -> list[Definition]:
    wanted = list(ids)
    return [entry for entry in entries if entry["id"] in wanted]
