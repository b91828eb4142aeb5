"""The content folder in memory: after an edit only what changed is read and checked again."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from pydantic import BaseModel

from generator.schema import library
from generator.schema.library import Known, Library
from generator.schema.problems import Problem
from generator.schema.source import Source

Stamps = dict[str, tuple[int, int]]
"""File → when it was last written, and its size."""


def stamps(*places: Path) -> Stamps:
    """What changes when a file below these places is written, added or taken away."""
    found: Stamps = {}
    left = list(map(str, places))
    while left:
        place = left.pop()
        with contextlib.suppress(FileNotFoundError):  # taken away while we looked
            if os.path.isdir(place):  # noqa: PTH112 - twenty times a second, a thousand files
                left += [
                    entry.path
                    for entry in os.scandir(place)
                    if not entry.name.startswith(".") and entry.name != "__pycache__"
                ]
            else:
                stat = os.stat(place)  # noqa: PTH116
                found[place] = (stat.st_mtime_ns, stat.st_size)
    return found


def _bytes(path: str) -> bytes:
    """Empty when the file has been taken away since: the next look will see that."""
    with contextlib.suppress(FileNotFoundError):
        return Path(path).read_bytes()
    return b""


class Content:
    """A content folder that is read again and again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamps: Stamps = {}
        self._files: dict[str, bytes] = {}
        self._sources: dict[str, tuple[bytes, Source | list[Problem]]] = {}
        self._models: dict[str, tuple[Source, BaseModel]] = {}
        self._known: Known = {}

    def library(self, found: Stamps) -> Library:
        """The library of the files that are there now.

        Raises:
            ContentError: with every problem, as `check` finds them.
        """
        names = {path: Path(path).relative_to(self._folder).as_posix() for path in sorted(found)}
        files = {
            name: self._files[name] if self._stamps.get(path) == found[path] else _bytes(path)
            for path, name in names.items()
        }
        self._stamps, self._files = found, files
        name = self._folder.name
        return library.parse(files, name, drafts=True, read=self._read, check=self._check)

    @property
    def files(self) -> dict[str, bytes]:
        """File, as problems name it → its bytes."""
        return {f"{self._folder.name}/{name}": content for name, content in self._files.items()}

    def _read(self, name: str, prefix: str, content: bytes) -> Source | list[Problem]:
        before = self._sources.get(name)
        if not before or before[0] != content:
            before = self._sources[name] = (content, library.read(name, prefix, content))
        return before[1]

    def _check(self, model: type[BaseModel], source: Source, known: Known) -> BaseModel:
        if known is not self._known:
            if known != self._known:
                self._models.clear()  # an id came or went: anyone may refer to it
            self._known = known
        before = self._models.get(source.file)
        if not before or before[0] is not source:
            before = self._models[source.file] = (source, library.check(model, source, known))
        return before[1]
