"""A built site → what the worker on the phone (worker/) needs to keep it: a list with hashes, and packs."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch

WORKER = ("main.js", "version.js", "check.js", "fill.js", "answer.js")
"""Parts of the worker. They become one file: the browser compares it with what it has."""

KINDS = {"html", "css", "js", "json", "txt", "webmanifest", "svg", "png", "jpg", "webp", "gif"}
"""Endings of the files that a page may need. Sources, maps and PDFs are not among them."""

PACKS = "packs"
"""The folder of the packs."""

LEFT_OUT = (
    "sw.js",
    "build.json",
    "offline.json",
    f"{PACKS}/*",
    "content/*",  # the published sources
    "authors/*",  # the manual of those who edit
    "assets/javascripts/*",  # the themes' own scripts: no page asks for them
    "search.json",
)
"""Files that no reader needs without network. 404.html stays: it is shown for what is not kept."""

NAMED = ("css", "png", "jpg", "webp", "gif", "svg")
"""Kinds that count only where a page, a style or a script names the file."""

TEXTS = {"html", "css", "js", "json", "txt", "webmanifest", "svg"}
"""Kinds that go into packs."""

PACK = 400_000
"""Bytes of a pack, about 70 kB on the wire: what is lost when the network goes at the wrong moment."""


@dataclass(frozen=True)
class Build:
    """What is kept: the address of each file (a folder for its index.html) → hash of its content."""

    day: datetime.date
    files: Mapping[str, str]
    packs: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Address → the texts in it, of the first files, in their order."""

    @property
    def version(self) -> str:
        """The same for the same files, whatever the day."""
        return _hash("\n".join(f"{a} {h}" for a, h in self.files.items()).encode())

    def written(self) -> dict[str, str]:
        """Path in the site → text: the list, the packs, and in `build.json` which version is online."""
        about = {"version": self.version, "day": self.day.isoformat()}
        packs = [[address, len(texts)] for address, texts in self.packs.items()]
        return {
            "offline.json": _json(about | {"files": self.files, "packs": packs}),
            "build.json": _json(about | {"files": len(self.files)}),
        } | {address: _json(texts) for address, texts in self.packs.items()}


def build(files: Mapping[str, bytes], day: datetime.date) -> Build:
    """Choose what a phone keeps.

    Args:
        files: path in the site → content, for every file of the site.
        day: of the newest content.
    """
    kept = kept_files(files)
    texts = [path for path in kept if _kind(path) in TEXTS]
    listed = [*texts, *(path for path in kept if _kind(path) not in TEXTS)]
    return Build(
        day,
        {path.removesuffix("index.html"): _hash(files[path]) for path in listed},
        {
            f"{PACKS}/{_hash(_json(pack).encode())}.json": pack
            for pack in _packed(files[path].decode() for path in texts)
        },
    )


def _packed(texts: Iterable[str]) -> Iterator[list[str]]:
    """Neighbours together: pages of a kind share most, and a first visit fetches them in one go."""
    pack: list[str] = []
    size = 0
    for text in texts:
        pack.append(text)
        size += len(text.encode())
        if size > PACK:
            yield pack
            pack, size = [], 0
    if pack:
        yield pack


def kept_files(files: Mapping[str, bytes]) -> list[str]:
    """The paths of all that a reader can open, and of what that needs."""
    possible = [path for path in files if _kind(path) in KINDS and not _left_out(path)]
    speaking = b"\n".join(files[p] for p in possible if _kind(p) in ("html", "css", "js"))

    def needed(path: str) -> bool:
        return _kind(path) not in NAMED or path.rpartition("/")[2].encode() in speaking

    return sorted(filter(needed, possible))


def day_of(reviews: Iterable[datetime.date], epoch: str | None) -> datetime.date:
    """The day a build is of: SOURCE_DATE_EPOCH if given, else the newest review."""
    if epoch:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return max(reviews)


def _kind(path: str) -> str:
    return path.rpartition(".")[2]


def _left_out(path: str) -> bool:
    return any(fnmatch(path, pattern) for pattern in LEFT_OUT)


def _json(facts: object) -> str:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]
