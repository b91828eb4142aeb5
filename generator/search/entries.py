"""What can be found: one entry a page, a hotline, a term, a form, with its texts by rank of evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.schema.case import Case
from generator.schema.checklist import Checklist
from generator.schema.guidance import Guidance
from generator.schema.library import Library
from generator.schema.role import Role
from generator.schema.training import Module

KINDS = {
    "guidance": "指引",
    "checklists": "清单",
    "roles": "岗位",
    "apply": "表单",
    "training": "培训",
    "hotlines": "热线",
    "cases": "案例",
    "glossary": "术语",
    "site": "本站",
}
"""Kind of an entry → how a result is marked. The order settles which of two equals comes first."""
FIELDS = ("标题", "问法", "小标题", "正文")
"""Where a term stands, strongest evidence first."""

NOT_SEARCHED = "\nsearch: no\n"
"""In the front matter of a hand-written page that is not for readers."""


@dataclass(frozen=True)
class Entry:
    """One thing to find.

    `address` is relative to the root of the site (`guidance/children/`), with an anchor for a part of
    a page. The title of a hotline begins with its number.
    """

    kind: str
    address: str
    title: str
    texts: tuple[list[str], list[str], list[str], list[str]] = field(
        default_factory=lambda: ([], [], [], [])
    )
    """Texts by field, in the order of `FIELDS`."""


def entries(library: Library, written: Mapping[str, str]) -> list[Entry]:
    """Everything that search can show, kind by kind.

    Args:
        library: the checked content.
        written: hand-written pages, path in docs/ → Markdown.
    """
    found = [*_guidance(library), *_checklists(library), *_roles(library), *_forms(library)]
    found += [*_training(library), *_hotlines(library), *_cases(library), *_terms(library)]
    return found + [
        _written(path, text) for path, text in sorted(written.items()) if NOT_SEARCHED not in text
    ]


def _guidance(library: Library) -> Iterator[Entry]:
    leads = {
        id_: [
            text
            for one in library.site.situations
            if one.opens == id_
            for text in (one.title, one.hint)
        ]
        for id_ in library.guidance
    }
    for id_, page in library.guidance.items():
        yield _page(
            "guidance",
            id_,
            page,
            led=leads[id_],
            heads=[step.title for step in page.steps] + [one.when for one in page.escalate],
            body=[line for step in page.steps for line in (*step.how, *step.say, *step.avoid)]
            + [one.to for one in page.escalate]
            + [page.why]
            + [text for pair in page.history for text in (pair.then, pair.now)],
        )


def _checklists(library: Library) -> Iterator[Entry]:
    for id_, page in library.checklists.items():
        yield _page(
            "checklists",
            id_,
            page,
            heads=[page.use_when, *(item.text for item in page.items)],
            body=[item.how for item in page.items],
        )


def _roles(library: Library) -> Iterator[Entry]:
    for id_, page in library.roles.items():
        yield _page(
            "roles",
            id_,
            page,
            heads=[*page.does, *page.needs],
            body=[
                *(*page.does_not, *page.safety, page.shift, page.supervision),
                *filter(None, (page.risk_note, page.under18)),
            ],
        )


def _training(library: Library) -> Iterator[Entry]:
    for id_, page in library.training.items():
        yield _page(
            "training",
            id_,
            page,
            heads=[*page.objectives, *(part.title for part in page.activities)],
            body=[page.vignette, *page.questions, *page.actions],
        )
    cuts = [page.rapid for page in library.training.values() if page.rapid]
    yield Entry(
        "training",
        "training/rapid/",
        "60 分钟快速上岗",
        (
            ["60 分钟快速上岗"],
            [],
            [cut.title for cut in cuts],
            [line for cut in cuts for line in cut.how],
        ),
    )


def _cases(library: Library) -> Iterator[Entry]:
    for id_, page in library.cases.items():
        yield _page(
            "cases",
            id_,
            page,
            heads=[page.place, page.period],
            body=[one.text for one in (*page.facts, *page.lessons)]
            + [text for pair in page.today for text in (pair.then, pair.now)],
        )


def _forms(library: Library) -> Iterator[Entry]:
    for id_, form in library.forms.items():
        yield Entry(
            "apply",
            f"apply/{id_}",
            form.title,
            (
                [form.title, form.title_en, id_],
                [*form.asks],
                [form.summary, form.lead, *(part.title for part in form.notice)],
                [text for one in form.fields for text in (one.label, one.purpose)]
                + [part.text for part in form.notice],
            ),
        )


def _hotlines(library: Library) -> Iterator[Entry]:
    for id_, line in library.hotlines.items():
        yield Entry(
            "hotlines",
            f"hotlines/#{id_}",
            f"{line.number} {line.name}",
            ([line.number, line.name], [], [line.use], [line.hours]),
        )


def _terms(library: Library) -> Iterator[Entry]:
    for term in library.glossary:
        yield Entry(
            "glossary",
            f"glossary/#{term.id}",
            term.term,
            ([term.term, term.en], [*term.aliases], [term.definition], []),
        )


def _written(path: str, markdown: str) -> Entry:
    """A hand-written page: its first heading, its other headings, the rest."""
    text = re.sub(r"\A---\n.*?\n---\n", "", markdown, flags=re.DOTALL)
    text = re.sub(r"<[^>]*>|\]\([^)]*\)|\{[^}]*\}", " ", text)
    lines = [line for line in text.splitlines() if line.strip()]
    heads = [line.lstrip("# ").strip() for line in lines if line.startswith("#")]
    body = [line for line in lines if not line.startswith("#")]
    name = path.removesuffix(".md")
    return Entry("site", f"{name}/", heads[0], ([heads[0]], [], heads[1:], body))


def _page(
    kind: str,
    id_: str,
    page: Guidance | Checklist | Role | Module | Case,
    *,
    led: Iterable[str] = (),
    heads: Iterable[str],
    body: Iterable[str],
) -> Entry:
    texts = ([page.title, page.title_en, id_], [*page.asks, *led], [page.summary, *heads], [*body])
    return Entry(kind, f"{kind}/{id_}/", page.title, texts)
