"""What the tests of checklists share: a list, a phone with something on it, and the words of the page."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from generator.schema.library import load
from tests.browser.conftest import ROOT, Phone

LIST = load(ROOT / "content").checklists["cl-access"]
ITEMS = {item.id: item.text for item in LIST.items}
PATH = "/checklists/cl-access/"
RUNS = Path(__file__).parent / "runs"
STORED = (RUNS / "v1-stored.json").read_text("utf-8")
STORED_KEY = "wushe-run:cl-access:mhv1-abc"
HERE = datetime.timezone(datetime.timedelta(hours=8))
DAY = datetime.datetime(2026, 11, 24, 14, 5, tzinfo=HERE)


def open_list(phone: Phone, path: str = PATH) -> Page:
    page = phone.open(path)
    expect(page.locator(".run-bar")).to_be_visible()
    return page


def reload(page: Page) -> None:
    page.reload()
    expect(page.locator(".run-bar")).to_be_visible()


def row(page: Page, item: str) -> Locator:
    return page.locator(f"#item-{item}")


def box(page: Page, item: str) -> Locator:
    return row(page, item).get_by_role("checkbox")


def note(page: Page, item: str) -> Locator:
    return row(page, item).get_by_role("textbox")


def write_note(page: Page, item: str, words: str) -> None:
    row(page, item).get_by_role("button", name="备注").click()
    note(page, item).fill(words)


def tap(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).locator("visible=true").first.click()


def ticked(page: Page) -> list[str]:
    return [str(one.get_attribute("name")) for one in page.locator(".ticks input:checked").all()]


def said(page: Page) -> Locator:
    return page.locator(".run-said")


def warning(page: Page) -> Locator:
    return page.locator(".run-warning")


def put(phone: Phone, key: str, text: str) -> None:
    """A phone on which something lies already; once, so that a reload finds what the page made of it."""
    phone.page.add_init_script(
        f"sessionStorage.put ??= (localStorage.setItem({json.dumps(key)}, {json.dumps(text)}), 1)"
    )


def kept(page: Page) -> list[str]:
    """The ids of the items that are ticked in any stored run, read from the storage itself."""
    entries: list[str] = page.evaluate(
        "Object.entries(localStorage).filter(([k]) => k.startsWith('wushe-run:')).map(([, v]) => v)"
    )
    runs = [json.loads(text) for text in entries]
    return sorted(
        id_ for run in runs for id_, item in run["items"].items() if item.get("done", {}).get("is")
    )
