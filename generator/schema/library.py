"""A content folder → a Library, or every problem in it. Reading the disk happens here alone."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from pydantic import BaseModel, ValidationError

from generator.schema.base import Page
from generator.schema.brackets import FLAGS
from generator.schema.case import Case
from generator.schema.checklist import Checklist
from generator.schema.folder import read_folder
from generator.schema.form import Form, form_problems
from generator.schema.guidance import Guidance
from generator.schema.placing import in_another_folder, misplaced
from generator.schema.problems import ContentError, Problem
from generator.schema.reference import (
    Element,
    Elements,
    Glossary,
    Hotline,
    Hotlines,
    Sources,
    Synonyms,
    Term,
)
from generator.schema.reference import Source as Reference
from generator.schema.role import Role
from generator.schema.sentences import problems_of
from generator.schema.site import Site
from generator.schema.source import Source, read_source
from generator.schema.together import Titles, holes, page_problems
from generator.schema.training import Module
from generator.schema.walk import basis_codes

PAGE_KINDS: dict[str, type[Page]] = {
    "guidance": Guidance,
    "checklists": Checklist,
    "training": Module,
    "roles": Role,
    "cases": Case,
}
"""Folder → model of its files; each file is a page at /<folder>/<file name>/."""
KINDS: dict[str, type[BaseModel]] = {**PAGE_KINDS, "forms": Form}
SINGLES: dict[str, type[BaseModel]] = {
    "site": Site,
    "glossary": Glossary,
    "synonyms": Synonyms,
    "hotlines": Hotlines,
    "sources": Sources,
    "elements": Elements,
}
"""Files that stand alone in the content folder."""


_DRAFT = re.compile(rb"^draft:[ \t]*(yes|true)[ \t]*(#.*)?\r?$", re.MULTILINE)
"""Known before the file is read, for other pages may not refer to a draft."""


@dataclass(frozen=True)
class Library:
    """The whole content, checked: every reference in it leads somewhere."""

    site: Site
    guidance: Mapping[str, Guidance]
    checklists: Mapping[str, Checklist]
    training: Mapping[str, Module]
    roles: Mapping[str, Role]
    cases: Mapping[str, Case]
    forms: Mapping[str, Form]
    glossary: tuple[Term, ...]
    synonyms: tuple[tuple[str, ...], ...]
    hotlines: Mapping[str, Hotline]
    sources: Mapping[str, Reference]
    elements: Mapping[str, Element]
    drafts: Mapping[str, int]
    """Files that are not published yet → places where words are still missing."""

    def pages(self) -> Iterator[tuple[str, str, Page]]:
        """Every page as (folder, id, model), in reading order."""
        for folder in PAGE_KINDS:
            yield from ((folder, id_, page) for id_, page in getattr(self, folder).items())


def load(root: FilePath, today: datetime.date | None = None, *, drafts: bool = False) -> Library:
    """Read and check a content folder.

    Args:
        root: the folder.
        today: no page can have been reviewed later; None asks no clock.
        drafts: publish what is still a draft, for a preview.

    Raises:
        ContentError: with every problem of every file, when there is one.
    """
    files, problems = read_folder(root)
    return parse(files, root.name, problems, today, drafts=drafts)


def read_sources(root: FilePath) -> dict[str, Source]:
    """File → data and places, of every file in a folder that can be read."""
    files, _ = read_folder(root)
    found = {name: read(name, root.name, content) for name, content in files.items()}
    return {name: source for name, source in found.items() if isinstance(source, Source)}


Known = Mapping[str, set[str]]
"""What exists, for every reference: kind → ids."""


def read(name: str, prefix: str, content: bytes) -> Source | list[Problem]:
    """One file as data and places, or what is wrong with it."""
    shown = f"{prefix}/{name}"
    wrong = misplaced(name, content, KINDS, SINGLES)
    return [Problem(shown, 1, 1, wrong)] if wrong else read_source(shown, content)


def check(model: type[BaseModel], source: Source, known: Known) -> BaseModel:
    """One file as its model; raises pydantic's ValidationError."""
    return model.model_validate(source.data, context=known)


def parse(
    files: Mapping[str, bytes],
    prefix: str = "content",
    unread: Iterable[Problem] = (),
    today: datetime.date | None = None,
    *,
    drafts: bool = False,
    read: Callable[[str, str, bytes], Source | list[Problem]] = read,
    check: Callable[[type[BaseModel], Source, Known], BaseModel] = check,
) -> Library:
    """The library of a set of files (name inside the content folder → bytes).

    Args:
        files: all of them.
        prefix: how problems name the folder.
        read: where a preview puts in one that remembers.
        check: the same.

    Raises:
        ContentError: with every problem, those of what could not be read too, when there is one.
    """
    problems = list(unread)
    there = {*files, *(problem.file.removeprefix(f"{prefix}/") for problem in problems)}
    problems += [
        Problem(f"{prefix}/{name}.yml", 1, 1, "缺少这个文件。请从版本库里恢复它。")
        for name in SINGLES
        if f"{name}.yml" not in there
    ]
    # What pages refer to comes first; then one file at a time, so that memory holds one file's
    # places and not a thousand's.
    singles = {
        name: read(f"{name}.yml", prefix, files[f"{name}.yml"])
        for name in SINGLES
        if f"{name}.yml" in files
    }
    hidden = {name for name, content in files.items() if not drafts and _DRAFT.search(content)}
    every = _known(there, singles)
    known = _known(there - hidden, singles)
    known["drafts"] = {name.rpartition("/")[2].removesuffix(".yml") for name in hidden}
    unpublished: dict[str, int] = {}
    models: dict[str, BaseModel] = {}
    titles: Titles = {}
    for file, content in sorted(files.items()):
        name = file.removesuffix(".yml")
        source = singles.get(name) or read(file, prefix, content)
        if not isinstance(source, Source):
            problems += source
            continue
        folder = name.rpartition("/")[0]
        model = KINDS[folder] if folder else SINGLES[name]
        try:
            models[name] = page = check(model, source, every if file in hidden else known)
        except ValidationError as error:
            elsewhere = in_another_folder(folder, source.data, KINDS) if folder else ""
            found = [source.problem((), elsewhere)] if elsewhere else []
            problems += found or problems_of(source, model, error)
            continue
        if isinstance(page, Form):
            problems += [source.problem(path, sentence) for path, sentence in form_problems(page)]
        if isinstance(page, Page):
            problems += page_problems(source, page, titles, today)
            if file in hidden:
                unpublished[file] = len(holes(source))
                del models[name]
            elif page.draft and not drafts:
                problems.append(source.problem(("draft",), "草稿请就写成“draft: yes”一行。"))
    if not problems:
        problems += _coverage_problems(singles["elements"], models)
    if problems:
        raise ContentError(problems)
    return _library(models, unpublished)


def _known(
    files: Iterable[str], singles: Mapping[str, Source | list[Problem]]
) -> dict[str, set[str]]:
    """What exists, for every reference. A file with problems still counts: it is there."""
    known: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for name in files:
        folder, _, file = name.rpartition("/")
        if folder in known:
            known[folder].add(file.removesuffix(".yml"))
    known["addresses"] = {*PAGE_KINDS, *(name.removesuffix(".yml") for name in files)}
    known["pages"] = set().union(*(known[kind] for kind in PAGE_KINDS))
    written = {name: one.data for name, one in singles.items() if isinstance(one, Source)}
    if "hotlines" in written:
        known["hotlines"] = _entry_ids(written["hotlines"])
    if isinstance(site := written.get("site"), dict):
        known["situations"] = _entry_ids(site.get("situations"))
    if "sources" in written and "elements" in written:
        listed = (_entry_ids(written[name]) for name in ("sources", "elements"))
        known["basis"] = set(FLAGS).union(*listed)
    return known


def _entry_ids(entries: object) -> set[str]:
    """The ids of a list of mappings as it was written, valid or not."""
    found = (
        (entry.get("id") for entry in entries if isinstance(entry, dict))
        if isinstance(entries, list)
        else ()
    )
    return {id_ for id_ in found if isinstance(id_, str)}


def _coverage_problems(
    source: Source | list[Problem], models: Mapping[str, BaseModel]
) -> Iterator[Problem]:
    """Every element of the guide has its place in the handbook."""
    assert isinstance(source, Source), "called only when every file could be read"  # noqa: S101
    elements = Elements.model_validate(source.data).root
    missing = {element.id for element in elements}
    for model in models.values():
        if isinstance(model, Page) and missing:
            missing.difference_update(code for _, code in basis_codes(model))
    for index, element in enumerate(elements):
        if element.id in missing:
            sentence = (
                f"要素 {element.id} 没有任何一页用到。请在讲它的那一页的依据里写上 {element.id}。"
            )
            yield source.problem((index,), sentence)


def _library(models: Mapping[str, BaseModel], drafts: Mapping[str, int]) -> Library:
    kinds: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    for name, model in models.items():
        folder, _, id_ = name.rpartition("/")
        if folder:
            kinds[folder][id_] = model
    single: dict[str, Any] = {name: models[name] for name in SINGLES}
    return Library(
        site=single["site"],
        glossary=tuple(single["glossary"].root),
        synonyms=tuple(map(tuple, single["synonyms"].root)),
        **{
            name: {entry.id: entry for entry in single[name].root}
            for name in ("hotlines", "sources", "elements")
        },
        **kinds,
        drafts=drafts,
    )
