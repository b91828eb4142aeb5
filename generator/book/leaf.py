"""One page of the handbook as it stands on paper: its Markdown → HTML whose links lead within the book."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from dataclasses import dataclass

from markdown import Markdown
from markupsafe import Markup

from generator.pages.code import public_address

_ATTRIBUTE = re.compile(r'(?<=\s)(href|id)="([^"]*)"')
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


@dataclass(frozen=True)
class Leaf:
    """A page ready to be bound."""

    path: str
    anchor: str
    title: str
    html: Markup

    @property
    def kind(self) -> str:
        """The folder of the page, or its own name: how the style sheet tells pages apart."""
        return self.path.removesuffix(".md").partition("/")[0]


class Press:
    """Turns pages into leaves that know which other pages are bound with them."""

    def __init__(self, bound: Collection[str], site: str) -> None:
        """Args: the paths of all pages in the same document, and the public address or ''."""
        self._bound = frozenset(bound)
        self._site = site
        self._markdown = Markdown(extensions=["attr_list", "md_in_html"])

    def leaf(self, path: str, markdown: str) -> Leaf:
        body = _FRONT_MATTER.sub("", markdown)
        html = self._markdown.reset().convert(body)
        title = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
        return Leaf(
            path=path,
            anchor=anchor(path),
            title=re.sub("<[^>]+>", "", title[1]) if title else "",
            html=Markup(  # noqa: S704 - our own pages
                _ATTRIBUTE.sub(lambda found: self._attribute(path, found[1], found[2]), html)
            ),
        )

    def _attribute(self, path: str, name: str, value: str) -> str:
        if name == "id":
            return f'id="{anchor(path, value)}"'
        target = self._target(path, value)
        return f'href="{target}"' if target else 'class="nowhere"'

    def _target(self, path: str, link: str) -> str:
        """Where a link leads on paper: into the book, to the site, or nowhere."""
        if re.match("[a-z]+:", link):
            return link
        if link.startswith("/"):
            return public_address(self._site, link) if self._site else ""
        if link.startswith("#term-") and "glossary.md" in self._bound:
            return f"#{anchor('glossary.md', link.removeprefix('#term-'))}"
        file, _, part = link.partition("#")
        there = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
        if there in self._bound:
            return f"#{anchor(there, part)}"
        return public_address(self._site, there) if self._site and there.endswith(".md") else ""


def anchor(path: str, part: str = "") -> str:
    """The name of a page, or of a part of it, in the one document that all pages share."""
    page = path.removesuffix(".md").replace("/", "-")
    return f"{page}--{part}" if part else page
