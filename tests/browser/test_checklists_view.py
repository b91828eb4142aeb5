"""How a checklist feels: by keyboard, to large thumbs and to screen readers, and it holds still."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.checklists import (
    ITEMS,
    STORED,
    STORED_KEY,
    box,
    kept,
    note,
    open_list,
    put,
    tap,
    ticked,
    write_note,
)
from tests.browser.conftest import SMALL_PHONE, Phone, Served, new_phone

pytestmark = pytest.mark.xdist_group("browser")


def test_everything_works_by_keyboard(phone: Phone) -> None:
    page = open_list(phone)

    def walk_to(name: str) -> None:
        for _ in range(120):
            page.keyboard.press("Tab")
            now = "(document.activeElement.ariaLabel || document.activeElement.innerText || '')"
            if page.evaluate(now).startswith(name):
                return
        raise AssertionError(f"{name} is not reached by Tab")

    box(page, "ask-person").focus()
    page.keyboard.press("Space")
    walk_to(f"备注：{ITEMS['ask-person']}")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("打字")
    walk_to("更多")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="带走这一次")).to_be_focused()
    expect(page.get_by_role("heading", name="带走这一次")).to_be_in_viewport()
    walk_to("清空，重新开始")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="撤销")).to_be_focused()
    page.keyboard.press("Enter")
    assert kept(page) == ["ask-person"]
    expect(note(page, "ask-person")).to_have_value("打字")


def busy(page: Page) -> None:
    """Everything of the page to be seen: two runs, a note, an undo, an item that is gone."""
    box(page, "deaf").check()
    write_note(page, "blind", "右耳")
    tap(page, "再开一次")
    tap(page, "第一趟 2／8")
    box(page, "deaf").uncheck()


@pytest.mark.parametrize("view", ["light", "dark", "large"])
def test_an_open_run_is_accessible(chromium: Browser, served: Served, view: str) -> None:
    context, phone = new_phone(chromium, served.url, scheme="dark" if view == "dark" else "light")
    put(phone, STORED_KEY, STORED)
    if view == "large":
        phone.page.add_init_script("localStorage.setItem('view-size', 'large')")
    page = open_list(phone)
    busy(page)
    for width, height in [(390, 844), tuple(SMALL_PHONE.values())]:
        page.set_viewport_size({"width": width, "height": height})
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        smallest = 60 if view == "large" else 44
        small = page.evaluate(
            """smallest => [...document.querySelectorAll(
              ".run-bar button, .run-end button, .run-end label, .ticks button, .ticks label, .ticks textarea, .run-head label")]
              .map((one) => [one.getBoundingClientRect(), one])
              .filter(([r]) => r.height && (r.height < smallest - 0.5 || r.width < smallest - 0.5))
              .map(([r, one]) => `${one.outerHTML.slice(0, 90)} ${r.width}×${r.height}`)""",
            smallest,
        )
        assert small == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_nothing_moves_when_the_script_comes_or_a_box_is_ticked(phone: Phone) -> None:
    phone.page.set_viewport_size({"width": 360, "height": 640})
    phone.page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((one) => (moved += one.value)))
          .observe({ type: "layout-shift", buffered: true })"""
    )
    page = open_list(phone)
    before = box(page, "blind").bounding_box()
    page.locator("#item-ask-person label").evaluate("(label) => label.click()")
    assert ticked(page) == ["ask-person"]
    assert box(page, "blind").bounding_box() == before
    assert page.evaluate("moved") < 0.02


def test_without_network_both_bars_are_in_sight(phone: Phone) -> None:
    page = open_list(phone)
    phone.page.context.set_offline(True)
    expect(page.locator(".offline")).to_contain_text("现在没有网")
    bar = page.locator(".run-bar").bounding_box()
    five = page.locator("nav.bar").bounding_box()
    assert bar
    assert five
    assert bar["y"] + bar["height"] <= five["y"] + 1
    in_front = "(r) => document.elementFromPoint(r.x + 20, r.y + 20).closest('.run-bar') !== null"
    assert page.evaluate(in_front, bar)
