"""The author's inline Markdown → Markdown with links, badges, call links and explained terms."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup, escape

from generator.pages.code import public_address, qr
from generator.schema.brackets import FLAGS, LINK, MARK
from generator.schema.library import Library
from generator.schema.reference import Term

FLAG_CLASSES = {"本站约定": "rule", "待核实": "unverified", "历史": "past"}
_UNITS = "分钟|小时|天|日|年|月|岁|元|万|人|名|户|个|条|张|项|箱|盒|字|米|次|份|页|%|′|:|：|公斤|斤|克|毫升|厘米|公里|度|mmHg|/\\d{2}(?!\\d)|kB|MB"


@dataclass(frozen=True)
class Shelf:
    """What every page may point to, prepared once for the whole library."""

    library: Library

    @cached_property
    def paths(self) -> dict[str, tuple[str, str]]:
        """Page id → (path of its Markdown file, title)."""
        return {
            id_: (f"{folder}/{id_}.md", page.title) for folder, id_, page in self.library.pages()
        }

    @cached_property
    def terms(self) -> dict[str, Term]:
        return {term.term: term for term in self.library.glossary}

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Everything in a text that is more than its letters, most specific first."""
        numbers = sorted(
            {line.number for line in self.library.hotlines.values()}, key=len, reverse=True
        )
        terms = sorted(self.terms, key=len, reverse=True)
        return re.compile(
            rf"(?P<ready>\[[^\[\]]*\]\([^)]*\)|`[^`]*`)|{_named(LINK, 'page')}|{_named(MARK, 'mark')}"
            rf"|(?P<tel>(?<![\d.#A-Za-z-])(?:{'|'.join(map(re.escape, numbers)) or '$^'})(?![\d.-])(?!\s*(?:{_UNITS})))"
            rf"|(?P<term>{'|'.join(map(re.escape, terms)) or '$^'})"
        )


def _named(pattern: re.Pattern[str], name: str) -> str:
    return pattern.pattern.replace("(", f"(?P<{name}>", 1)


@dataclass
class Writer:
    """Writes the texts of one page: knows where the page is and which terms it has explained."""

    shelf: Shelf
    path: str
    explained: dict[str, Term] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where the public finds this page; empty as long as the site has no address."""
        site = self.shelf.library.site.address
        return public_address(site, self.path) if site else ""

    def qr(self) -> Markup:
        """This page's address to scan."""
        return qr(self.address)

    def url(self, target: str) -> str:
        """A link from this page to another Markdown or static file, as MkDocs checks it."""
        file, _, anchor = target.partition("#")
        relative = posixpath.relpath(file, posixpath.dirname(self.path) or ".")
        return f"{relative}#{anchor}" if anchor else relative

    def link(self, id_: str, title: str = "") -> Markup:
        """`[title](path)` for the page of an id."""
        path, own_title = self.shelf.paths[id_]
        return Markup(f"[{escape(title or own_title)}]({self.url(path)})")  # noqa: S704 - escaped

    def text(self, text: str, *, explain: bool = True, call: bool = True) -> Markup:
        """One author's text as Markdown.

        `explain=False` leaves terms alone (in headings); `call=False` makes no call links (where a
        tap means something else: an answer to choose, a box to tick).
        """

        def write(found: re.Match[str]) -> str:
            if page := found["page"]:
                return self.link(page)
            if code := found["mark"]:
                return self.mark(code)
            if (number := found["tel"]) and call:
                return tel(number)
            if (word := found["term"]) and explain:
                return self._term(word)
            return found[0]

        harmless = text.replace("&", "&amp;").replace("<", "&lt;")
        return Markup(self.shelf.pattern.sub(write, harmless))  # noqa: S704 - escaped above

    def paragraphs(self, text: str) -> Markup:
        """A text of several paragraphs."""
        return Markup("\n\n").join(
            self.text(part.strip().replace("\n", " ")) for part in text.split("\n\n")
        )

    def mark(self, code: str) -> Markup:
        """A basis code as a link to the sources, or a flag as a badge."""
        if code in FLAGS:
            return Markup('<span class="mark {}">{}</span>').format(FLAG_CLASSES[code], code)
        return Markup("[{}]({}){{.mark}}").format(code, self.url(f"sources.md#{code.lower()}"))

    def basis(self, codes: Iterable[str]) -> Markup:
        """The basis line of a step or an item."""
        marks = Markup(" ").join(self.mark(code) for code in codes)
        return Markup("依据 {}\n{{: .basis}}").format(marks)

    def _term(self, word: str) -> str:
        term = self.shelf.terms[word]
        if term.id in self.explained:
            return word
        self.explained[term.id] = term
        return f"[{word}](#term-{term.id}){{.term}}"


def tel(number: str) -> str:
    """A phone number as a call link."""
    return f"[{number}](tel:{number}){{.tel}}"
