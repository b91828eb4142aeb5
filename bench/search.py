"""Search, typed into a real browser: what is found, what it weighs, how long a keystroke takes.

    python -m bench.search [--set FILE ...] [--pages 1000] [--engines ours material ...]

Ours, stock mkdocs-material, Pagefind and Zensical on the same pages. Prints Markdown. Of a set of
queries only figures are printed, unless its misses are asked for with --show-misses.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.build import ROOT
from bench.search_cost import bytes_table, delays, delays_table, fetched
from bench.search_engines import ENGINES
from bench.search_quality import CONTROL, check, collect, quality
from bench.search_score import Query, read
from bench.search_server import Site
from bench.search_sites import build

SETS = [ROOT / "tests" / "queries" / f"{name}.tsv" for name in ("tuning", "heldout")]
PARTS = ("quality", "bytes", "delays")
PACKAGES = ("mkdocs-material", "jieba", "pagefind", "zensical", "playwright")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WEIGHED = 10
"""Queries whose bytes are counted."""
TIMED = 30
"""Queries that are typed key by key."""


def spread(queries: Sequence[Query], count: int) -> list[str]:
    """At most `count` texts, at even distances."""
    count = min(count, len(queries))
    return [queries[index * len(queries) // count].text for index in range(count)]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of the machine, or the one that the variable CHROMIUM names."""
    named = os.environ.get("CHROMIUM", "")
    path = next(filter(None, (shutil.which(name) for name in (named, *CHROMIUM) if name)), None)
    if not path:
        raise SystemExit("no Chromium: run tests/browser/ensure.sh")
    with sync_playwright() as driver:
        options = ["--no-sandbox", "--disable-gpu"]
        yield driver.chromium.launch(executable_path=path, args=options)


@contextmanager
def served(pages: int, engines: Sequence[str]) -> Iterator[dict[str, Site]]:
    """Engine → its site, built in a temporary folder and served."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        built = build(Path(folder), pages, engines)
        yield {name: stack.enter_context(Site(site)) for name, site in built.items()}


def found(
    browser: Browser, sites: Mapping[str, Site], sets: Mapping[str, list[Query]], misses: str
) -> Iterator[str]:
    """What is found, set by set."""
    for name, queries in sets.items():
        check(name, queries, next(iter(sites.values())))
    texts = list(dict.fromkeys(one.text for queries in sets.values() for one in queries))
    lists = {
        name: dict(zip(texts, collect(browser, ENGINES[name], site, texts), strict=True))
        for name, site in sites.items()
    }
    for name, queries in sets.items():
        yield from quality(name, queries, lists, misses == name)


def cost(
    browser: Browser, sites: Mapping[str, Site], queries: Sequence[Query], parts: Sequence[str]
) -> Iterator[str]:
    """Bytes and delays at one size."""
    if "bytes" in parts:
        texts = spread(queries, WEIGHED)
        rows = [(n, fetched(browser, ENGINES[n], site, texts)) for n, site in sites.items()]
        yield f"### Bytes, gzipped, in kB; {len(texts)} queries, each with an empty cache"
        yield bytes_table([(ENGINES[name].title, row) for name, row in rows])
    if "delays" in parts:
        texts = spread(queries, TIMED)
        slow = [(n, delays(browser, ENGINES[n], site, CONTROL, texts)) for n, site in sites.items()]
        yield f"### Keystroke to result in ms, everything four times slower; {len(texts)} queries"
        yield delays_table([(ENGINES[name].title, row) for name, row in slow])


def main() -> None:
    """Build and serve at both sizes, measure, and print each report as soon as it is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", type=Path, nargs="+", default=SETS, help="the first gives samples")
    parser.add_argument("--pages", type=int, default=1000, help="the larger size; 0 leaves it out")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--show-misses", metavar="SET", default="", help="name of a set: tuning")
    chosen = parser.parse_args()
    sets = {file.stem: read(file.read_text(encoding="utf-8")) for file in chosen.set}
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    with chromium() as browser:
        machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
        print(f"{machine}; Chromium {browser.version}, {packages}", flush=True)
        for pages in [0, chosen.pages] if chosen.pages else [0]:
            if pages and chosen.parts == ["quality"]:
                break
            with served(pages, chosen.engines) as sites:
                print(f"\n## {f'{pages:,} pages' if pages else 'The handbook as it is'}")
                if not pages and "quality" in chosen.parts:
                    for block in found(browser, sites, sets, chosen.show_misses):
                        print(f"\n{block}", flush=True)
                for block in cost(browser, sites, next(iter(sets.values())), chosen.parts):
                    print(f"\n{block}", flush=True)


if __name__ == "__main__":
    main()
