"""Ids are forever: ticks on phones and answers in the database refer to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.schema.library import Library, load

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests/golden/ids.txt"


def stored_ids(library: Library) -> Iterator[str]:
    """Every id that something outside the repository may hold on to."""
    for folder, id_, _ in library.pages():
        yield f"{folder}/{id_}"
    for id_, checklist in library.checklists.items():
        yield from (f"checklists/{id_}#{item.id}" for item in checklist.items)
    for id_, module in library.training.items():
        for question in module.quiz:
            yield from (f"training/{id_}#{question.id}={option.id}" for option in question.options)
    for id_, form in library.forms.items():
        for field in form.fields:
            yield f"forms/{id_}#{field.id}"
            yield from (
                f"forms/{id_}#{field.id}={choice}" for choice in getattr(field, "choices", [])
            )
        yield from (f"forms/{id_}#note:{note.id}" for note in form.notes)
        if form.priority:
            yield from (f"forms/{id_}#level:{level.id}" for level in form.priority.levels)
            yield from (f"forms/{id_}#rule:{rule.id}" for rule in form.priority.rules)
    yield from (f"glossary#{term.id}" for term in library.glossary)
    yield from (f"hotlines#{id_}" for id_ in library.hotlines)


def test_no_id_has_vanished() -> None:
    """A vanished id loses somebody's ticks or answers; a new one has to be written down."""
    now = sorted(stored_ids(load(ROOT / "content")))
    kept = GOLDEN.read_text(encoding="utf-8").splitlines()

    gone, new = sorted(set(kept) - set(now)), sorted(set(now) - set(kept))

    assert gone == [], "put them back, or delete them from ids.txt and say why in CHANGELOG.md"
    assert new == [], "add them to ids.txt (sorted): from now on they are forever"
    assert kept == sorted(set(kept))
