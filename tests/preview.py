"""A copy of the project with a running preview, for the tests of the preview."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUIET = os.environ | {"PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}


@dataclass(frozen=True)
class Preview:
    """A project folder and the address at which its preview is served."""

    project: Path
    url: str

    def get(self, address: str) -> tuple[int, bytes]:
        """Status and body of an answer."""
        try:
            with urllib.request.urlopen(f"{self.url}/{address}", timeout=60) as answer:  # noqa: S310
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def edit(self, file: str, old: str, new: str) -> None:
        """Save a file of content/ with one place changed."""
        path = self.project / "content" / file
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


def copy_project(folder: Path) -> Path:
    """What a build needs, in a folder where a test may edit it."""
    for part in ("content", "docs"):
        shutil.copytree(ROOT / part, folder / part)
    (folder / "generator").symlink_to(ROOT / "generator")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


@contextmanager
def previewing(project: Path) -> Iterator[Preview]:
    """A preview in a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-m", "generator.preview", project],
        env=QUIET | {"PORT": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        assert server.stdout
        printed = server.stdout.readline()
        try:
            assert printed.startswith("打开 http://"), printed + server.stdout.read()
            yield Preview(project, printed.split()[1].rstrip("/"))
        finally:
            server.terminate()


def built(project: Path, site: Path, seed: str = "0") -> dict[str, bytes]:
    """Every file of a clean build: path → bytes."""
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", site],
        cwd=project,
        env=QUIET | {"PYTHONHASHSEED": seed},
        check=True,
    )
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}
