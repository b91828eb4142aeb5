"""What each engine finds for the queries of a set, read from the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from playwright.sync_api import Browser

from bench.build import ROOT
from bench.search_engines import ENGINES, Engine
from bench.search_score import DEPTH, ELSEWHERE, Query, common, rank, table
from bench.search_server import Site
from bench.search_tab import tab
from generator.schema.library import load

CONTROL = "志愿者"
"""Every engine finds something for it, or is not being read correctly."""


def collect(browser: Browser, engine: Engine, site: Site, texts: Sequence[str]) -> list[list[str]]:
    """The results of every text; leave when they cannot be what the engine really finds.

    That is: nothing for the control, an address that the site does not have, or nothing for a text
    that finds something when it is typed into a fresh tab (a search that failed looks like that).
    """
    control, *lists = _typed(browser, engine, site, [CONTROL, *texts])
    if not control:
        raise SystemExit(f"{engine.title}: finds nothing for {CONTROL}")
    if wrong := {result for found in lists for result in found if not exists(site, result)}:
        raise SystemExit(f"{engine.title}: results that are no pages: {sorted(wrong)}")
    empty = [text for text, found in zip(texts, lists, strict=True) if not found]
    if empty and any(_typed(browser, engine, site, empty)):
        raise SystemExit(f"{engine.title}: finds nothing at first, then something: a failed search")
    return lists


def _typed(
    browser: Browser, engine: Engine, site: Site, texts: Sequence[str]
) -> Iterator[list[str]]:
    """The results of every text, typed one after the other into one tab."""
    numbers = {
        "".join(filter(str.isdigit, one.number)): id_
        for id_, one in load(ROOT / "content").hotlines.items()
    }
    with tab(browser, engine, site) as one:
        one.visit(engine.ten)
        one.open()
        for text in texts:
            one.ask(text)
            yield one.results(numbers)


def exists(site: Site, answer: str) -> bool:
    """Whether a site has this page, and this entry on it. Of the forms it cannot know."""
    page, _, entry = answer.partition("#")
    file = site.file(page)
    has = bool(file and (not entry or f'id="{entry}"' in file.read_text(encoding="utf-8")))
    return has or f"{page}/".startswith(ELSEWHERE)


def check(name: str, queries: Sequence[Query], site: Site) -> None:
    """Leave when an answer is nowhere on a site. Names the query by its number only."""
    for number, one in enumerate(queries, 1):
        if not all(exists(site, answer) for answer in one.answers):
            raise SystemExit(f"set {name}, query {number}: an answer is nowhere on the site")


def quality(
    name: str, queries: list[Query], found: Mapping[str, Mapping[str, list[str]]], misses: bool
) -> Iterator[str]:
    """The report of one set: every engine on the common queries, ours on all of them."""
    shared = common(queries)

    def ranks(engine: str, chosen: list[Query]) -> list[int]:
        anchors = ENGINES[engine].anchors
        return [rank(found[engine][one.text], one.answers, anchors) for one in chosen]

    yield f"### Set {name}: hit@1 / hit@3 / MRR of the first {DEPTH}"
    yield table(shared, {ENGINES[engine].title: ranks(engine, shared) for engine in found})
    empty = [sum(not found[engine][one.text] for one in shared) for engine in found]
    named = [f"{ENGINES[e].title} {count}" for e, count in zip(found, empty, strict=True)]
    yield f"Queries without any result: {', '.join(named)}."
    left = len(queries) - len(shared)
    yield f"Left out because only a form answers them, and forms are no pages: {left} queries."
    if "ours" in found:
        own = ranks("ours", queries)
        yield f"Ours on all {len(queries)} queries, forms among the answers:"
        yield table(queries, {ENGINES["ours"].title: own})
        lines = [
            f"- {one.kind}: {one.text} → {' '.join(one.answers)}; got {found['ours'][one.text][:3]}"
            for one, place in zip(queries, own, strict=True)
            if not 0 < place <= 3
        ]
        if misses:
            yield "\n".join([f"Not among the first three: {len(lines)}\n", *lines])
