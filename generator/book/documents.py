"""Library → every document to print: the book, a sheet a checklist, handouts, posters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from generator.book.leaf import Leaf, Press
from generator.book.posters import POSTERS
from generator.pages.build import Page, build, reading_order
from generator.pages.code import public_address, qr
from generator.schema.library import Library

CHAPTERS: dict[str, tuple[str, ...]] = {
    "指引": ("guidance/index", "guidance/*"),
    "清单": ("checklists/index", "checklists/*"),
    "岗位": ("roles/index", "roles/*"),
    "培训": ("training/index", "training/rapid", "training/*"),
    "案例": ("cases/index", "cases/*"),
    "热线": ("hotlines",),
    "术语": ("glossary",),
    "来源": ("sources",),
    "关于": ("about", "privacy"),
}
"""Chapter → its pages; `*` is every page of a kind as its index lists them. The home page is the cover."""


@dataclass(frozen=True)
class Document:
    """One PDF to be: where it goes, its HTML, and whether it has to stay on a single page."""

    file: str
    html: str
    one_page: bool = False


@dataclass(frozen=True)
class Chapter:
    title: str
    leaves: list[Leaf]


def documents(library: Library, written: Mapping[str, str]) -> Iterator[Document]:
    """Every document, the book first.

    Args:
        library: the checked content.
        written: the hand-written pages, path → Markdown.
    """
    made = {page.path: page for page in build(library)}
    site = library.site
    yield _book(library, written, made)
    for path in (f"checklists/{id_}.md" for id_ in library.checklists):
        leaf = _alone(library, made[path])
        yield Document(f"清单/{leaf.title}.pdf", _html("sheet", library, leaf=leaf), one_page=True)
    for id_ in library.training:
        leaf = _alone(library, made[f"training/{id_}.md"])
        address = public_address(site.address, leaf.path) if site.address else ""
        for folder, copy in (("讲义", "handout"), ("带课", "leader")):
            html = _html("handout", library, leaf=leaf, copy=copy, name=folder, address=address)
            yield Document(f"{folder}/{id_} {leaf.title}.pdf", html)
    for poster in POSTERS if site.address else ():
        address = public_address(site.address or "", poster.path)
        html = _html("poster", library, poster=poster, address=address)
        yield Document(f"海报/{poster.name}.pdf", html, one_page=True)


def _book(library: Library, written: Mapping[str, str], made: Mapping[str, Page]) -> Document:
    sources = {path: page.markdown for path, page in made.items()} | dict(written)
    chapters = {title: list(_paths(library, names)) for title, names in CHAPTERS.items()}
    bound = [path for paths in chapters.values() for path in paths]
    press = Press(bound, library.site.address or "")
    printed = [
        Chapter(title, [press.leaf(path, sources[path]) for path in paths])
        for title, paths in chapters.items()
    ]
    html = _html("book", library, chapters=printed, read=_last_read(library))
    return Document(f"{library.site.name}.pdf", html)


def _paths(library: Library, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        kind, _, which = name.partition("/")
        if which == "*":
            yield from (f"{kind}/{id_}.md" for id_, _ in reading_order(library, kind))
        else:
            yield f"{name}.md"


def _last_read(library: Library) -> str:
    """The day on which a page was last read through: how old the book is, whenever it is printed."""
    return str(max(page.review.last for _, _, page in library.pages()))


def _alone(library: Library, page: Page) -> Leaf:
    return Press([page.path], library.site.address or "").leaf(page.path, page.markdown)


_ENVIRONMENT = Environment(
    loader=ChoiceLoader(
        [
            PackageLoader("generator.book"),
            PackageLoader("generator", "theme/assets"),  # the colours: tokens.css
        ]
    ),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _html(template: str, library: Library, **facts: Any) -> str:
    lines = [library.hotlines[id_] for id_ in (*library.site.emergency, library.site.support)]
    return _ENVIRONMENT.get_template(f"{template}.html.j2").render(
        site=library.site, emergency=lines[:-1], support=lines[-1], qr=qr, **facts
    )
