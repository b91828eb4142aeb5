"""One page at a time, by MkDocs itself: the bytes of a clean build, without building the rest."""

from __future__ import annotations

from pathlib import Path

from mkdocs.commands.build import _build_page, _build_theme_template, _populate_page
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

from generator.mkdocs_hook import add_pages, by_hand
from generator.pages.build import Outline, outlines, write
from generator.pages.build import Page as Written
from generator.pages.prose import Shelf
from generator.schema.library import Library
from generator.search.index import search_files


class SettingsError(Exception):
    """mkdocs.yml is wrong; the message is MkDocs' own."""


class Pages:
    """MkDocs with its configuration, its theme and the list of all files loaded."""

    def __init__(self, config_file: Path, folder: Path) -> None:
        """`folder` is where MkDocs writes the pages that are asked for."""
        try:
            config = load_config(str(config_file), site_dir=str(folder))
            config.plugins.on_startup(command="serve", dirty=False)
            self._config = config.plugins.on_config(config)
        except MkDocsException as error:
            raise SettingsError(str(error)) from None
        self._env = self._config.theme.get_env()
        self._own = get_files(self._config)
        self._own.add_files_from_theme(self._env, self._config)
        self._nav = Navigation([], [])
        self._outlines: dict[str, Outline] = {}
        self._shelf: Shelf | None = None
        self._search: dict[str, str] = {}
        self._made: dict[str, tuple[object, bytes]] = {}
        self._list(self._own)

    def take(self, library: Library) -> None:
        """From now on the pages are of this library."""
        new = {outline.path: outline for outline in outlines(library)}
        if new.keys() == self._outlines.keys():
            add_pages(self._files, self._config, library, [])
        else:
            files = Files([*self._own])
            blank = (Written(path, "", outline.source) for path, outline in new.items())
            add_pages(files, self._config, library, blank)
            self._list(files)
            self._nav = get_navigation(files, self._config)
        self._outlines, self._shelf, self._search = new, Shelf(library), {}

    def _list(self, files: Files) -> None:
        set_exclusions(files, self._config)
        self._files = files
        self._by_address = {
            file.dest_uri: file
            for file in files
            if file.inclusion.value > InclusionLevel.DRAFT.value
        }

    def has_page(self, address: str) -> bool:
        """Whether a page is there; `address` as a browser asks for it, without the first slash."""
        file = self._by_address.get(f"{address}index.html")
        return bool(file and file.is_documentation_page())

    def page(self, address: str) -> bytes:
        """A page as HTML, made anew when its Markdown or what stands on every page has changed."""
        file = self._by_address[f"{address}index.html"]
        if self._shelf and (outline := self._outlines.get(file.src_uri)):
            file.content_string = write(outline, self._shelf).markdown
        key = (file.content_string, self._config.site_name, str(self._config.extra))
        if self._made.get(address, ("",))[0] != key:
            page = file.page or Page(None, file, self._config)
            _populate_page(page, self._config, self._files)
            self._made[address] = (key, self._framed(page))
        return self._made[address][1]

    def notice(self, address: str, title: str, html: str) -> bytes:
        """Something else in the place of a page's content."""
        file = File.generated(self._config, f"{address.strip('/') or 'index'}.md", content="")
        page = Page(title, file, self._config)
        page.meta, page.content = {"title": title}, html
        return self._framed(page)

    def missing(self) -> bytes:
        """What a server shows for an address that is not there."""
        _build_theme_template("404.html", self._env, self._files, self._config, self._nav)
        return Path(self._config.site_dir, "404.html").read_bytes()

    def file(self, address: str) -> Path | None:
        """Where a file that is no page lies on the disk."""
        found = self._by_address.get(address)
        return Path(found.abs_src_path) if found and found.abs_src_path else None

    def unreadable(self) -> list[str]:
        """The hand-written pages that are no text."""
        found = []
        for file in self._own.documentation_pages():
            try:
                file.content_bytes.decode()
            except UnicodeDecodeError:
                found.append(file.src_uri)
        return found

    def search(self, address: str) -> bytes | None:
        """A file of the search index, which is made when it is first asked for."""
        if not self._search and self._shelf:
            self._search = search_files(self._shelf.library, by_hand(self._files))
        text = self._search.get(address)
        return None if text is None else text.encode()

    def _framed(self, page: Page) -> bytes:
        _build_page(page, self._config, self._files.documentation_pages(), self._nav, self._env)
        return Path(page.file.abs_dest_path).read_bytes()
