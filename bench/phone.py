"""The phone, beside other tools: what a first view weighs, Lighthouse, and the handbook kept offline.

The same pages three times: ours, stock mkdocs-material and Zensical. Figures only, no assertion
about them; it fails when something cannot be measured. `bench/PHONE.md` says what each means.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Request, ViewportSize

from bench.phone_app import forms
from bench.phone_lighthouse import Audit, audit
from bench.phone_offline import Kept, kept
from bench.search import chromium
from bench.search_server import Site
from bench.search_sites import build

TITLES = {"ours": "ours", "material": "mkdocs-material", "zensical": "Zensical"}
PAGES = {"home": "", "guidance": "guidance/children/", "checklist": "checklists/cl-home-visit/"}
KINDS = ("document", "stylesheet", "script", "image", "other")
SCREEN: ViewportSize = {"width": 390, "height": 844}


@dataclass(frozen=True)
class View:
    """A first view with an empty cache: bytes on the wire by kind, and requests to other hosts."""

    sizes: Mapping[str, int]
    strangers: int


def view(browser: Browser, site: Site, path: str) -> View:
    """Open a page on a phone that has nothing, and wait until nothing more comes."""
    sizes = dict.fromkeys(KINDS, 0)
    asked: list[Request] = []
    context = browser.new_context(viewport=SCREEN, service_workers="block")
    page = context.new_page()
    page.on("request", lambda request: asked.append(request))
    site.reset()
    page.goto(site.url + path, wait_until="networkidle")
    kinds = {urlsplit(request.url).path: request.resource_type for request in asked}
    for name, size, _ in site.log:
        kind = kinds.get(name, "other")
        sizes[kind if kind in KINDS else "other"] += size
    context.close()
    return View(sizes, sum(not request.url.startswith(site.url) for request in asked))


def views_table(rows: Iterable[tuple[str, str, View]]) -> Iterator[str]:
    """In kB of 1,000 bytes, gzipped."""
    yield f"| page | engine | {' | '.join(KINDS)} | **all** | requests to other hosts |"
    yield "| --- " * (len(KINDS) + 4) + "|"
    for page, engine, one in rows:
        sizes = [*one.sizes.values(), sum(one.sizes.values())]
        cells = " | ".join(f"{size / 1000:.1f}" for size in sizes)
        yield f"| {page} | {engine} | {cells} | {one.strangers} |"


def audits_table(rows: Iterable[tuple[str, str, Audit]]) -> Iterator[str]:
    """Lighthouse's four scores, largest paint and blocked time, then what lacks a point."""
    yield "| page | engine | performance | accessibility | practices | SEO | LCP s | TBT ms | lacking |"
    yield "| --- " * 9 + "|"
    for page, engine, one in rows:
        scores = " | ".join(str(score) for score in one.scores)
        lacking = ", ".join(one.lacking) or "nothing"
        yield f"| {page} | {engine} | {scores} | {one.lcp:.1f} | {one.tbt:.0f} | {lacking} |"


def kept_table(one: Kept) -> Iterator[str]:
    """The first visit, and three new versions that differ in one sentence each."""
    yield "| first visit | files | one sentence changed | of the first visit |"
    yield "| --- | --- | --- | --- |"
    changed = [size for _, size in one.changes]
    sizes = ", ".join(f"{page} {size / 1000:.0f}" for page, size in one.changes)
    share = mean(changed) / one.whole
    yield f"| {one.whole / 1000:.0f} kB | {one.files} | {sizes} kB | {share:.1%} |"


def report(folder: Path, browser: Browser, lighthouse: bool) -> Iterator[str]:
    """Build all three, then one table after another."""
    with ExitStack() as stack:
        built = build(folder, 0, TITLES)
        sites = {name: stack.enter_context(Site(site)) for name, site in built.items()}
        ours = sites["ours"]
        # The whole ours: the worker's files lie beside the pages, as after `make site`.
        kept_ours = kept(browser, folder / "ours", ours)
        yield "## First view, gzipped, in kB; empty cache"
        yield from views_table(
            (page, TITLES[name], view(browser, site, path))
            for page, path in PAGES.items()
            for name, site in sites.items()
        )
        yield "\n## The handbook kept on the phone, gzipped"
        yield from kept_table(kept_ours)
        if not lighthouse:
            return
        yield "\n## Lighthouse, mobile"
        app = stack.enter_context(forms(ours.folder))
        rows = [
            (page, TITLES[name], audit(site.url + path))
            for page, path in PAGES.items()
            for name, site in sites.items()
        ]
        yield from audits_table([*rows, ("form", "ours", audit(f"{app}apply/volunteer"))])


def main() -> None:
    """Print the report as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-lighthouse", action="store_true", help="it needs Node")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores;", end=" ")
        print(f"Chromium {browser.version}\n")
        for line in report(Path(folder), browser, not chosen.without_lighthouse):
            print(line, flush=True)


if __name__ == "__main__":
    main()
