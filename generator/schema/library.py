"""A content folder → a Library, or every problem in it. Reading the disk happens here alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from pydantic import BaseModel, ValidationError

from generator.schema.base import Page
from generator.schema.case import Case
from generator.schema.checklist import Checklist
from generator.schema.form import Form, form_problems
from generator.schema.guidance import Guidance
from generator.schema.problems import ContentError, Problem, nearest
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
FLAGS = frozenset({"本站约定", "待核实", "历史"})


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

    def pages(self) -> Iterator[tuple[str, str, Page]]:
        """Every page as (folder, id, model), in reading order."""
        for folder in PAGE_KINDS:
            yield from ((folder, id_, page) for id_, page in getattr(self, folder).items())


def load(root: FilePath) -> Library:
    """Read and check a content folder.

    Raises:
        ContentError: with every problem of every file, when there is one.
    """
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(root).parts)
    }
    return parse(files, prefix=root.name)


def parse(files: Mapping[str, bytes], prefix: str = "content") -> Library:
    """The library of a set of files (name inside the content folder → bytes).

    Raises:
        ContentError: with every problem, when there is one.
    """
    problems = [
        Problem(f"{prefix}/{name}.yml", 1, 1, "缺少这个文件。请从版本库里恢复它。")
        for name in SINGLES
        if f"{name}.yml" not in files
    ]
    # What pages refer to comes first; then one file at a time, so that memory holds one file's
    # places and not a thousand's.
    singles = {
        name: _read(f"{name}.yml", prefix, files[f"{name}.yml"])
        for name in SINGLES
        if f"{name}.yml" in files
    }
    known = _known(files, singles)
    models: dict[str, BaseModel] = {}
    for file, content in sorted(files.items()):
        name = file.removesuffix(".yml")
        source = singles.get(name) or _read(file, prefix, content)
        if not isinstance(source, Source):
            problems += source
            continue
        model = KINDS.get(name.partition("/")[0]) or SINGLES[name]
        try:
            models[name] = model.model_validate(source.data, context=known)
        except ValidationError as error:
            problems += problems_of(source, model, error)
            continue
        if isinstance(form := models[name], Form):
            problems += [source.problem(path, sentence) for path, sentence in form_problems(form)]
    if not problems:
        problems += _coverage_problems(singles["elements"], models)
    if problems:
        raise ContentError(problems)
    return _library(models)


def _read(name: str, prefix: str, content: bytes) -> Source | list[Problem]:
    shown = f"{prefix}/{name}"
    misplaced = _misplaced(name)
    return [Problem(shown, 1, 1, misplaced)] if misplaced else read_source(shown, content)


def _misplaced(name: str) -> str:
    """What is wrong with the name or the place of a file; empty when nothing is."""
    folder, _, file = name.rpartition("/")
    stem = file.removesuffix(".yml")
    if not file.endswith(".yml"):
        return "这里只放 .yml 文件。请改后缀，或把它移到别处。"
    if (folder or stem) not in (KINDS if folder else SINGLES):
        guess = nearest(folder or stem, KINDS if folder else SINGLES)
        places = "、".join([*KINDS, *(f"{single}.yml" for single in SINGLES)])
        return f"不知道这个文件属于哪一类。{guess}可以放的地方：{places}。"
    if folder and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", stem):
        return f"文件名“{stem}”要做网址，请只用小写字母、数字和短横。"
    return ""


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
    pages = (model for model in models.values() if isinstance(model, Page))
    cited = {code for page in pages for _, code in basis_codes(page)}
    for index, element in enumerate(Elements.model_validate(source.data).root):
        if element.id not in cited:
            sentence = (
                f"要素 {element.id} 没有任何一页用到。请在讲它的那一页的依据里写上 {element.id}。"
            )
            yield source.problem((index,), sentence)


def _library(models: Mapping[str, BaseModel]) -> Library:
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
    )
