"""The same pages build through every door, so that moving to another generator is a change of command."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from generator import offline
from generator.pages.build import build
from generator.schema.library import load

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        env={"PATH": str(BIN), "NO_MKDOCS_2_WARNING": "1", "HOME": str(cwd), "LANG": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def mkdocs(folder: Path) -> Path:
    run(BIN / "mkdocs", "build", "--strict", "--site-dir", folder / "site")
    return folder / "site"


def properdocs(folder: Path) -> Path:
    run(BIN / "properdocs", "build", "--strict", "-f", "mkdocs.yml", "--site-dir", folder / "site")
    return folder / "site"


def zensical(folder: Path) -> Path:
    run(sys.executable, "-m", "generator", "write", folder / "written")
    printed = run(BIN / "zensical", "build", "--clean", cwd=folder / "written")
    assert "No issues found" in printed
    return folder / "written" / "site"


@pytest.mark.parametrize("door", [mkdocs, properdocs, zensical])
def test_every_page_comes_through(door: Callable[[Path], Path], tmp_path: Path) -> None:
    """Every generated and every hand-written page is there, at its address, with its title."""
    pages = {page.path: page.markdown for page in build(load(ROOT / "content"))}
    pages |= {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
    assert len(pages) > 80

    site = door(tmp_path)

    for path, markdown in pages.items():
        folder = path.removesuffix(".md").removesuffix("index")
        html = (site / folder / "index.html").read_text(encoding="utf-8")
        heading = next(line for line in markdown.splitlines() if line.startswith("# "))
        title = heading.removeprefix("# ").partition(" {")[0]
        assert f">{title}" in html, path
        assert [link for link in links(html) if not leads_somewhere(site / folder, link)] == []
        assert 'href="tel:110"' in html, path
    assert not_kept(site) == set()


def not_kept(site: Path) -> set[str]:
    """The pages, and the styles and scripts that pages ask for, which a phone would not have without network."""
    files = {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}
    needed = {
        path
        for path in files
        if path.endswith(".html") and not path.startswith("authors/")  # read at the desk
    }
    for path in needed - {"404.html"}:
        asked = re.findall(
            r'<(?:link rel="stylesheet" href|script [^>]*src)="([^"]+)"', read(site / path)
        )
        needed = needed | {
            (site / path / ".." / one).resolve().relative_to(site.resolve()).as_posix()
            for one in asked
        }
    return needed - set(offline.kept_files(files))


def links(html: str) -> set[str]:
    """The links of a page that stay on the site; the forms (/apply/) have a server of their own."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"', html)
    return {link for link in found if link and not re.match("[a-z]+:|/", link)}


def leads_somewhere(page: Path, link: str) -> bool:
    """Whether the file is there, and in it the anchor."""
    path, _, anchor = unquote(link).partition("#")
    target = (page / path).resolve()
    file = target / "index.html" if target.is_dir() else target
    if not anchor or not file.is_file():
        return file.is_file()
    return f'id="{anchor}"' in read(file) or anchor.startswith("__")


@cache
def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")
