"""What a search costs its user: bytes on the wire, and time from a keystroke to its results."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser

from bench.search_engines import GUIDANCE, Engine
from bench.search_server import Site
from bench.search_tab import tab


@dataclass(frozen=True)
class Bytes:
    """Bodies as they went over the wire, gzipped."""

    view: int
    """The first view of a guidance page, search left alone."""
    search: int
    """Of that, what only search needs. Its share of a common script cannot be told apart."""
    queries: list[int]
    """From the tap on the field to the first result of a query, each with an empty cache. The query
    comes in one piece, as an input method hands it over."""
    quiet: list[int]
    """The same until nothing more comes: what is fetched for later is paid for, too."""


@dataclass(frozen=True)
class Delays:
    """Milliseconds on a machine that plays a phone."""

    first: float
    """From the call of the page to the first result of a query typed at once."""
    keys: list[float]
    """From each keystroke to the results of what is then in the field."""


def fetched(browser: Browser, engine: Engine, site: Site, texts: Iterable[str]) -> Bytes:
    """Count bytes, with a fresh browser profile for the first view and for every query.

    Where search has a page of its own, all that this page needs counts as fetched by the query,
    except its HTML.
    """
    with tab(browser, engine, site) as one:
        site.reset()
        one.visit(GUIDANCE)
        view, search = site.sent(), site.sent(engine.own)
    queries, quiet = [], []
    for text in texts:
        with tab(browser, engine, site) as one:
            site.reset()
            one.visit(engine.page)
            if engine.page == GUIDANCE:
                site.reset()
            one.open()
            shown = one.ask(text, whole=True)["clock"]
            page = sum(size for path, size, _ in site.log if path == f"/{engine.page}")
            queries.append(site.sent(until=shown) - page)
            one.rest()
            quiet.append(site.sent() - page)
    return Bytes(view, search, queries, quiet)


def delays(
    browser: Browser, engine: Engine, site: Site, control: str, texts: Iterable[str]
) -> Delays:
    """Type every text key by key and wait for the results after each, everything slowed down."""
    keys = []
    with tab(browser, engine, site, slow=True) as one:
        one.visit(engine.page, quiet=False)
        one.open()
        first = one.ask(control)["at"]
        shown = control
        for text in texts:
            one.clear()
            for end, sign in enumerate(text, 1):
                one.key(sign)
                taken = one.settle(text[:end])["taken"]
                if text[:end] != shown:  # the same text again asks nothing
                    keys.append(taken)
                shown = text[:end]
    return Delays(first, keys)


def bytes_table(results: Iterable[tuple[str, Bytes]]) -> str:
    """One line an engine, in kB of 1,000 bytes; `all` is search in the view, the query, the rest."""
    parts = ("first view", "of that search", "query: median", "largest", "then, until quiet", "all")
    lines = [f"| engine | {' | '.join(parts)} |", "| --- " * 7 + "|"]
    for name, one in results:
        middle, end = median(one.queries), median(one.quiet)
        sizes = (one.view, one.search, middle, max(one.queries), end - middle, one.search + end)
        lines.append(f"| {name} | {' | '.join(f'{size / 1000:,.1f}' for size in sizes)} |")
    return "\n".join(lines)


def delays_table(results: Iterable[tuple[str, Delays]]) -> str:
    """One line an engine, in milliseconds."""
    titles = "| engine | keystrokes | median | 95 % | longest | first result after page call |"
    lines = [titles, "| --- " * 6 + "|"]
    for name, one in results:
        times = (median(one.keys), _within(one.keys, 0.95), max(one.keys), one.first)
        cells = " | ".join(f"{time:,.0f}" for time in times)
        lines.append(f"| {name} | {len(one.keys)} | {cells} |")
    return "\n".join(lines)


def _within(values: Sequence[float], share: float) -> float:
    """The smallest value that this share of all does not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]
