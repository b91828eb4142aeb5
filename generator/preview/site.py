"""What a browser is shown: the page as it would be built now, or what has to be mended first."""

from __future__ import annotations

import hashlib
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from generator.preview import problems
from generator.preview.memory import Content, Stamps, stamps
from generator.preview.pages import Pages, SettingsError
from generator.schema.problems import ContentError, Problem

_PATIENCE = 20
"""Seconds after which a waiting page is told that nothing happened."""
_PAUSE = 0.02
"""Seconds between two looks at the folders, at least."""
_TEMPLATES = Path(__file__).resolve().parent.parent / "pages" / "templates"
_FORMS = "<h1>表单不在预览里</h1>\n<p>预览只有手册。要看表单，请停掉预览，运行 <code>make serve</code>。</p>"
_NO_UTF8 = "这个文件不是 UTF-8 编码（可能是 GBK）。请在编辑器里另存为“UTF-8”。"


@dataclass(frozen=True)
class Shown:
    """A page and its mark, which differs when a browser would see something else."""

    status: int
    html: bytes
    mark: str


class Site:
    """The handbook of one project folder, kept in memory; several browsers may ask at once."""

    def __init__(self, config_file: Path, folder: Path) -> None:
        root = config_file.parent
        self._config_file, self._folder = config_file, folder
        self._written = root / "content"
        self._others = (root / "docs", root / "generator" / "theme", _TEMPLATES, config_file)
        self._content = Content(self._written)
        self._problems: list[Problem] = []
        self._seen: tuple[Stamps, Stamps] = ({}, {})
        self._lock = threading.RLock()
        self._looks = 0
        """Times that something had changed."""
        self._frame = 0
        """Times that theme, scripts or settings had changed, which every page sees."""
        self.pages = Pages(config_file, folder)
        self.look()

    def look(self) -> int:
        """Take in what has changed on the disk; how often that has been so."""
        with self._lock:
            now = (stamps(self._written), stamps(*self._others))
            if now == self._seen:
                return self._looks
            before, self._seen = self._seen, now
            first = not self._looks
            self._looks += 1
            found = self._reloaded() if now[1] != before[1] and not first else []
            self._problems = found + self._taken()
            return self._looks

    def _reloaded(self) -> list[Problem]:
        """Theme, settings or hand-written pages are not what they were."""
        self._frame += 1
        try:
            self.pages = Pages(self._config_file, self._folder)
        except SettingsError as error:
            return [Problem(self._config_file.name, 1, 1, f"MkDocs 读不懂它：{error}")]
        return []

    def _taken(self) -> list[Problem]:
        try:
            self.pages.take(self._content.library(self._seen[0]))
        except ContentError as error:
            return error.problems
        return [Problem(f"docs/{path}", 1, 1, _NO_UTF8) for path in self.pages.unreadable()]

    def show(self, address: str) -> Shown:
        """What is to be seen at an address; its first slash is left out."""
        with self._lock:
            self.look()
            status, html = self._html(address)
        mark = hashlib.sha256(html).hexdigest()[:16]
        return Shown(status, html, f"{mark}-{self._frame}")

    def _html(self, address: str) -> tuple[int, bytes]:
        if self._problems:
            listed = problems.html(self._problems, self._content.files)
            return 500, self.pages.notice(address, problems.title(self._problems), listed)
        if self.pages.has_page(address):
            return 200, self.pages.page(address)
        if address.startswith("apply/"):
            return 200, self.pages.notice(address, "表单", _FORMS)
        return 404, self.pages.missing()

    def changed(self, address: str, mark: str) -> Shown | None:
        """Wait until a browser would see something else than `mark`; None when nothing happens."""
        end = time.monotonic() + _PATIENCE
        looks = 0
        while (began := time.monotonic()) < end:
            if looks != (looks := self.look()) and (new := self.show(address)).mark != mark:
                return new
            time.sleep(max(_PAUSE, 10 * (time.monotonic() - began)))  # a tenth of a core at most
        return None

    def search(self, address: str) -> bytes | None:
        """A file of the search index."""
        with self._lock:
            self.look()
            pages = self.pages
        return None if self._problems else pages.search(address)
