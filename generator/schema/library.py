"""A content folder → a Library, or every problem in it. Reading the disk happens here alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from pydantic import BaseModel, ValidationError

from generator.schema.base import Page, Prose
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
    Term,
)
from generator.schema.reference import Source as Reference
from generator.schema.role import Role
from generator.schema.sentences import problems_of
from generator.schema.site import Site
from generator.schema.source import Source, read_source
from generator.schema.training import Module
from generator.schema.walk import LINK, basis_codes, marked_values

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
    hotlines: Mapping[str, Hotline]
    sources: Mapping[str, Reference]
    elements: Mapping[str, Element]

    def pages(self) -> Iterator[tuple[str, str, Page]]:
        """Every page as (folder, id, model), in reading order."""
        for folder in PAGE_KINDS:
            yield from ((folder, id_, page) for id_, page in getattr(self, folder).items())


@dataclass(frozen=True)
class _Read:
    """One file that could be read: where it stood and what it means."""

    source: Source
    model: BaseModel


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
    problems: list[Problem] = []
    read: dict[str, _Read] = {}
    for name, content in sorted(files.items()):
        shown = f"{prefix}/{name}"
        model = _model_for(name)
        if isinstance(model, str):
            problems.append(Problem(shown, 1, 1, model))
            continue
        source = read_source(shown, content)
        if isinstance(source, list):
            problems += source
            continue
        try:
            read[name.removesuffix(".yml")] = _Read(source, model.model_validate(source.data))
        except ValidationError as error:
            problems += problems_of(source, model, error)
    for name in SINGLES:
        if f"{name}.yml" not in files:
            problems.append(
                Problem(f"{prefix}/{name}.yml", 1, 1, "缺少这个文件。请从版本库里恢复它。")
            )
    known = _known_ids(read, files)
    for item in read.values():
        problems += _reference_problems(item, known)
        if isinstance(item.model, Form):
            problems += [
                item.source.problem(path, text) for path, text in form_problems(item.model)
            ]
    if not problems:
        problems += _coverage_problems(read)
    if problems:
        raise ContentError(problems)
    return _library(read)


def _model_for(name: str) -> type[BaseModel] | str:
    """The model of a file by its place, or a sentence that says why there is none."""
    folder, _, file = name.rpartition("/")
    stem = file.removesuffix(".yml")
    if not file.endswith(".yml"):
        return "这里只放 .yml 文件。请改后缀，或把它移到别处。"
    known = KINDS.get(folder) if folder else SINGLES.get(stem)
    if known is None:
        places = "、".join([*KINDS, *(f"{single}.yml" for single in SINGLES)])
        return f"不知道这个文件属于哪一类。{nearest(folder or stem, [*KINDS, *SINGLES])}可以放的地方：{places}。"
    if folder and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", stem):
        return f"文件名“{stem}”要做网址，只能用小写字母、数字和短横。"
    return known


def _known_ids(read: Mapping[str, _Read], files: Iterable[str]) -> dict[str, list[str]]:
    """Ids by what they name. A file that exists but has problems still counts as known."""
    known: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for name in files:
        folder, _, file = name.rpartition("/")
        if folder in known:
            known[folder].append(file.removesuffix(".yml"))
    for single in SINGLES:
        item = read.get(single)
        if item and isinstance(item.model, Site):
            known["situations"] = [situation.id for situation in item.model.situations]
        elif item and single in ("hotlines", "sources", "elements", "glossary"):
            known[single] = [entry.id for entry in item.model.root]  # type: ignore[attr-defined]  # all four are RootModels of entries with an id
    if "sources" in known and "elements" in known:
        known["basis"] = [*FLAGS, *known["sources"], *known["elements"]]
    return known


_NAMES = {
    "guidance": "指引",
    "checklists": "清单",
    "training": "培训模块",
    "roles": "岗位",
    "cases": "案例",
    "hotlines": "热线",
    "situations": "情境",
    "basis": "来源或要素",
}


def _reference_problems(item: _Read, known: Mapping[str, list[str]]) -> Iterator[Problem]:
    pages = [id_ for kind in PAGE_KINDS for id_ in known[kind]]
    for path, value, marker in marked_values(item.model):
        if isinstance(marker, Prose):
            for id_ in LINK.findall(value):
                if id_ not in pages:
                    yield item.source.problem(
                        path, f"链接“[[{id_}]]”指向的页不存在。{nearest(id_, pages)}"
                    )
        elif marker.to in known and marker.to != "basis" and value not in known[marker.to]:
            sentence = (
                f"没有编号为“{value}”的{_NAMES[marker.to]}。{nearest(value, known[marker.to])}"
            )
            yield item.source.problem(path, sentence or "请改成已有的编号。")
    if "basis" in known:
        for path, code in basis_codes(item.model):
            if code not in known["basis"]:
                where = "sources.yml" if code.startswith("C") else "elements.yml"
                yield item.source.problem(
                    path, f"依据“{code}”在 {where} 里没有。请先登记，或改成已有的编号。"
                )
    if isinstance(entries := getattr(item.model, "root", None), list):
        yield from _double_entries(item.source, entries)


def _double_entries(source: Source, entries: list[Any]) -> Iterator[Problem]:
    counted = Counter(entry.id for entry in entries)
    for index, entry in enumerate(entries):
        if counted[entry.id] > 1:
            yield source.problem(
                (index, "id"), f"编号“{entry.id}”用了 {counted[entry.id]} 次。请改成唯一的编号。"
            )


def _coverage_problems(read: Mapping[str, _Read]) -> Iterator[Problem]:
    """Every element of the guide has its place in the handbook."""
    elements = read["elements"]
    cited = {
        code
        for item in read.values()
        if isinstance(item.model, Page)
        for _, code in basis_codes(item.model)
    }
    for index, element in enumerate(elements.model.root):  # type: ignore[attr-defined]  # Elements, by its name in SINGLES
        if element.id not in cited:
            sentence = (
                f"要素 {element.id} 没有任何一页用到。请在讲它的那一页的依据里写上 {element.id}。"
            )
            yield elements.source.problem((index,), sentence)


def _library(read: Mapping[str, _Read]) -> Library:
    kinds: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    for name, item in read.items():
        folder, _, id_ = name.rpartition("/")
        if folder:
            kinds[folder][id_] = item.model
    single: dict[str, Any] = {name: read[name].model for name in SINGLES}
    return Library(
        site=single["site"],
        glossary=tuple(single["glossary"].root),
        **{
            name: {entry.id: entry for entry in single[name].root}
            for name in ("hotlines", "sources", "elements")
        },
        **kinds,
    )
