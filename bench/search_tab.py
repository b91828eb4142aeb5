"""One browser tab with a search in it: opens the field, types, waits, reads the results."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Error, Page

from bench.search_engines import Engine
from bench.search_score import DEPTH, answers
from bench.search_server import Site

PHONE = {"width": 390, "height": 844}
SLOWER = 4
"""How many times slower a phone is; search_slow_worker.js says the same of workers."""


class Tab:
    """A page of a fresh browser profile: its cache is empty."""

    def __init__(self, page: Page, engine: Engine, site: Site, slow: bool) -> None:
        self.page, self.engine, self.site, self.slow = page, engine, site, slow
        self.devtools = page.context.new_cdp_session(page)
        if slow:
            self.devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def visit(self, path: str, *, quiet: bool = True) -> None:
        """Go to a page; when `quiet`, until nothing more comes by itself."""
        self.page.goto(self.site.url + path)
        if quiet:
            self.page.wait_for_function("ENGINE.ready()", timeout=60_000)
            self.rest()

    def rest(self) -> None:
        """Wait until the server has sent nothing for half a second."""
        sent = -1
        while sent != len(self.site.log):
            sent = len(self.site.log)
            self.page.wait_for_timeout(500)

    def open(self) -> None:
        """Get the field and put the cursor into it, as a tap does."""
        if self.engine.opener:
            self.page.locator(self.engine.opener).first.click()
        self.page.locator(self.engine.field).first.focus()
        self.page.evaluate("probe.watch()")

    def key(self, sign: str) -> None:
        """One keystroke. An input method sends key 229, then its characters, then the release."""
        if len(sign) == 1 and sign.isascii():
            self.page.keyboard.type(sign)
            return
        key = {"key": "Process", "code": "KeyA", "windowsVirtualKeyCode": 229}
        self.devtools.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
        self.devtools.send("Input.insertText", {"text": sign})
        self.devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})

    def clear(self) -> None:
        """Mark what is in the field: the next key replaces it."""
        self.page.keyboard.press("Control+A")

    def settle(self, text: str) -> dict[str, float]:
        """Wait for the results of this text; leave when they do not come.

        Returns:
            `taken`: ms from the last key to the first result; `at`: ms since the page was called;
            `clock`: the same moment in s since 1970.
        """
        try:
            found: dict[str, float] = self.page.evaluate("text => probe.settled(text)", text)
        except Error as error:
            reason = error.message.splitlines()[0]
            raise SystemExit(f"{self.engine.title}: {reason}") from None
        if self.slow and self.page.evaluate("probe.workers") and not self.site.slowed:
            raise SystemExit(f"{self.engine.title}: a worker runs, and was not slowed down")
        return found

    def ask(self, text: str, *, whole: bool = False) -> dict[str, float]:
        """Type a query in place of the last one, or put it in whole, and wait for its results."""
        self.clear()
        for part in [text] if whole else text:
            self.key(part)
        return self.settle(text)

    def results(self, numbers: dict[str, str]) -> list[str]:
        """What is shown, best first: ten pages, or as many as there are."""
        more = True
        found: list[str] = []
        while more and len(found) < DEPTH:
            links: list[str] = self.page.evaluate("ENGINE.links()")
            found = answers(links, self.site.url, numbers, self.engine.anchors)
            more = len(found) < DEPTH and self.page.evaluate("probe.more()")
        return found[:DEPTH]


@contextmanager
def tab(browser: Browser, engine: Engine, site: Site, *, slow: bool = False) -> Iterator[Tab]:
    """A tab on a phone-sized screen, closed at the end with its cache."""
    site.slow = slow
    context = browser.new_context(
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        locale="zh-CN",
        has_touch=True,
        color_scheme="light",
    )
    context.add_init_script(engine.script())
    try:
        yield Tab(context.new_page(), engine, site, slow)
    finally:
        context.close()
