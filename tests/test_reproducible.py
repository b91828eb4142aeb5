"""The same content gives the same bytes: in another folder, order, hash seed and on another day."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.preview import QUIET, built, copy_project

OTHER_ORDER = """
import os, random, datetime
_scandir, _listdir, _walk = os.scandir, os.listdir, os.walk
class _Shuffled:
    def __init__(self, entries): self.entries = iter(entries)
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def __iter__(self): return self
    def __next__(self): return next(self.entries)
    def close(self): pass
def scandir(*a):
    with _scandir(*a) as found: entries = sorted(found, key=lambda one: one.name, reverse=True)
    return _Shuffled(entries)
os.scandir = scandir
os.listdir = lambda *a: sorted(_listdir(*a), reverse=True)
def _later(*_):
    return datetime.datetime(2031, 5, 6, tzinfo=datetime.timezone.utc)
import mkdocs.utils, mkdocs.structure.pages, mkdocs.commands.build
mkdocs.utils.get_build_datetime = _later
mkdocs.structure.pages.get_build_date = lambda: "2031-05-06"
"""
"""Python runs this first (`sitecustomize`): folders list backwards, and it is a later year."""


def finished(project: Path, site: Path, seed: str) -> dict[str, bytes]:
    """A build with its last step, which makes the worker and its list."""
    built(project, site, seed)
    subprocess.run(
        [sys.executable, "-m", "generator", "--content", project / "content", "offline", site],
        env=QUIET | {"PYTHONHASHSEED": seed},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def test_two_builds_are_the_same_bytes(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    first = finished(copy_project(tmp_path / "one"), tmp_path / "site-1", "1")

    (tmp_path / "later").mkdir()
    (tmp_path / "later/sitecustomize.py").write_text(OTHER_ORDER, encoding="utf-8")
    path = QUIET["PYTHONPATH"]
    monkeypatch.setitem(QUIET, "PYTHONPATH", f"{tmp_path / 'later'}:{path}")
    other = tmp_path / "另一个 文件夹"
    shutil.copytree(copy_project(tmp_path / "two"), other, symlinks=True)
    second = finished(other, tmp_path / "site-2", "2")

    assert {"sw.js", "offline.json", "search/core.json", "sitemap.xml.gz"} <= first.keys()
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []
