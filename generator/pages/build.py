"""Library → every page of the site, and the navigation over them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from generator.pages import manual, tracks
from generator.pages.example import example
from generator.pages.prose import Shelf, Writer
from generator.schema.base import AUDIENCES, PRINCIPLES
from generator.schema.base import Page as PageModel
from generator.schema.library import Library
from generator.schema.placing import KIND_NAMES
from generator.schema.role import RISKS
from generator.schema.walk import basis_codes

KIND_TITLES = {
    "guidance": "指引",
    "checklists": "清单",
    "training": "培训",
    "roles": "岗位",
    "cases": "案例",
}
SINGLE_TITLES = {
    "glossary": "术语",
    "hotlines": "热线",
    "sources": "来源",
    "training/rapid": "60 分钟快速上岗",
}


_DRAFT = "**草稿**：只在预览里看得到，不会发布。\n\n"


@dataclass(frozen=True)
class Page:
    """One page: its path in the docs folder, its Markdown with front matter, and its YAML source."""

    path: str
    markdown: str
    source: str


@dataclass(frozen=True)
class Outline:
    """A page before it is written: where it will stand, and what its template is given."""

    path: str
    template: str
    title: str
    summary: str
    source: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def build(library: Library) -> list[Page]:
    """Every generated page, in reading order; the same library gives the same bytes."""
    shelf = Shelf(library)
    return [write(outline, shelf) for outline in outlines(library)]


def outlines(library: Library) -> Iterator[Outline]:
    """All pages there will be, in reading order."""
    site = library.site
    yield Outline("index.md", "home", site.name, site.tagline, "content/site.yml")
    for folder, title in KIND_TITLES.items():
        summary = f"{site.name}的{title}一览"
        yield Outline(f"{folder}/index.md", f"{folder}_index", title, summary, "")
    for folder, id_, item in library.pages():
        path, facts = f"{folder}/{id_}", {"page": item, "id": id_}
        yield Outline(f"{path}.md", folder, item.title, item.summary, f"content/{path}.yml", facts)
    for name, title in SINGLE_TITLES.items():
        source = f"content/{name}.yml" if "/" not in name else ""
        summary = f"{site.name}：{title}"
        yield Outline(f"{name}.md", name.rpartition("/")[2], title, summary, source)
    for kind, name in manual.NAMES.items():
        title, summary = f"怎么写{name}", f"{name}文件里的每个键：写什么，要不要写"
        facts = {
            "kind": kind,
            "at_folder": kind in KIND_NAMES,
            "tables": manual.tables(kind),
            "example": example(kind, library),
        }
        yield Outline(f"authors/{kind}.md", "manual", title, summary, "", facts)


def write(outline: Outline, shelf: Shelf) -> Page:
    """One page, with its front matter."""
    writer = Writer(shelf, outline.path)
    kind = outline.path.removesuffix(".md").partition("/")[0]
    matter = {"title": outline.title, "description": outline.summary, "kind": kind}
    front = "\n".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in matter.items()
    )
    page = outline.facts.get("page")
    draft = _DRAFT if page and page.draft else ""
    body = _template(outline.template).render(
        w=writer,
        t=writer.text,
        library=shelf.library,
        source=outline.source.removeprefix("content/"),
        title=outline.title,
        **outline.facts,
    )
    return Page(outline.path, f"---\n{front}\n---\n\n{draft}{body}", outline.source)


def reading_order(library: Library, folder: str) -> list[tuple[str, PageModel]]:
    """The pages of a kind as an index lists them: guidance as things happen, checklists after their
    guidance, posts from low risk to high."""
    happening = [one.id for one in library.site.situations]
    opened = [one.opens for one in library.site.situations]
    guidance = [*dict.fromkeys(opened)]
    guidance += sorted(
        library.guidance.keys() - set(opened),
        key=lambda id_: (
            min(map(happening.index, library.guidance[id_].situations), default=99),
            id_,
        ),
    )
    orders: dict[str, Callable[[str], tuple[int, int]]] = {
        "guidance": lambda id_: (guidance.index(id_), 0),
        "checklists": lambda id_: (guidance.index(library.checklists[id_].topics[0]), 0),
        "roles": lambda id_: (
            list(RISKS).index(library.roles[id_].risk),
            library.roles[id_].min_age,
        ),
    }
    pages: dict[str, PageModel] = dict(getattr(library, folder))
    return [(id_, pages[id_]) for id_ in sorted(pages, key=orders.get(folder, lambda _: (0, 0)))]


def navigation() -> list[dict[str, str]]:
    """The few pages that navigation shows: everything else is one tap below its index."""
    return [
        {"首页": "index.md"},
        *({title: f"{folder}/index.md"} for folder, title in KIND_TITLES.items()),
        *({title: f"{name}.md"} for name, title in SINGLE_TITLES.items()),
        {"关于": "about.md"},
        {"个人信息": "privacy.md"},
    ]


def site_facts(library: Library) -> dict[str, Any]:
    """What the theme shows on every page; JSON-like, so that any door can hand it over."""
    site = library.site
    lines = [library.hotlines[id_] for id_ in (*site.emergency, site.support)]
    return {
        "emergency": [{"number": line.number, "name": line.name} for line in lines],
        "duty_phone": site.duty_phone or "",
    }


def carriers(library: Library) -> dict[str, list[str]]:
    """Element or source code → ids of the pages that cite it, in reading order."""
    found: dict[str, list[str]] = defaultdict(list)
    for _, id_, page in library.pages():
        for code in sorted({code for _, code in basis_codes(page)}):
            found[code].append(id_)
    return found


_ENVIRONMENT = Environment(
    loader=PackageLoader("generator.pages"),
    autoescape=True,  # authors write text, not HTML; Writer returns what is already Markdown
    undefined=StrictUndefined,
    comment_start_string="<#",  # `{#` begins a heading's id in Markdown
    comment_end_string="#>",
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_ENVIRONMENT.filters["labels"] = lambda ids, table: [table[id_] for id_ in ids]
_ENVIRONMENT.globals.update(
    audiences=AUDIENCES,
    principles=PRINCIPLES,
    risks=RISKS,
    kinds=KIND_TITLES,
    tracks=tracks,
    reading_order=reading_order,
    carriers=carriers,
)


def _template(name: str) -> Template:
    return _ENVIRONMENT.get_template(f"{name}.md.j2")
