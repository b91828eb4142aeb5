"""What the worker fetches: on the first visit, and for a new version with one changed sentence."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, expect

from bench.build import MKDOCS, environment, run
from bench.search_server import Site

CHANGED = ("guidance/children", "checklists/cl-pfa", "training/tm-05")
"""Pages that get another summary, one after another."""


@dataclass(frozen=True)
class Kept:
    """Bytes on the wire, gzipped."""

    files: int
    whole: int
    """Everything, from an empty phone until the page says that the handbook is on it."""
    changes: Sequence[tuple[str, int]]
    """Page with a new sentence → bytes until the page offers the new version."""


def kept(browser: Browser, project: Path, site: Site) -> Kept:
    """Visit, change a sentence and build again, come back. Leaves the last build in `site`."""
    _finish(project)
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    line = page.locator("[data-offline]")
    site.reset()
    page.goto(site.url)
    expect(line).to_contain_text("没网也能看", timeout=60_000)
    whole, changes = site.sent(), []
    for number, path in enumerate(CHANGED, 1):
        source = project / "content" / f"{path}.yml"
        text = source.read_text(encoding="utf-8")
        # The summary stands on the page, on the index of its kind and in the search.
        changed = re.sub(r"(?m)^(summary: .*)$", rf"\1 第{number}次改写。", text, count=1)
        if changed == text:
            raise SystemExit(f"{source} has no summary to change")
        source.write_text(changed, encoding="utf-8")
        run(MKDOCS, project)
        _finish(project)
        site.body.cache_clear()
        site.reset()
        page.goto(site.url)
        expect(line.get_by_role("button")).to_contain_text("新版本", timeout=60_000)
        changes.append((path, site.sent()))
        line.get_by_role("button").click()
        expect(line.get_by_role("button")).to_be_hidden(timeout=60_000)
    files = sum(path.is_file() for path in site.folder.rglob("*"))
    context.close()
    return Kept(files, whole, changes)


def _finish(project: Path) -> None:
    command = [sys.executable, "-m", "generator", "--content", "content", "offline", "site"]
    subprocess.run(
        command, cwd=project, check=True, stdout=subprocess.DEVNULL, env=environment(project)
    )
