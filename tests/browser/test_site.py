"""What a reader with a phone gets from the built site."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from generator.pages.build import build
from generator.schema.library import load
from tests.browser.conftest import PHONE, ROOT, SMALL_PHONE, Phone, Served, new_phone

pytestmark = pytest.mark.xdist_group("browser")

TOUCH = 44
"""CSS pixels that a fingertip needs."""
LIBRARY = load(ROOT / "content")
ADDRESSES = [
    "/" + page.path.removesuffix(".md").removesuffix("index").rstrip("/") + "/"
    for page in build(LIBRARY)
]


def test_every_page_opens_cleanly_and_fits_a_small_phone(phone: Phone) -> None:
    """No error, no request to another host, nothing wider than the screen, the numbers on top."""
    phone.page.set_viewport_size({"width": SMALL_PHONE["width"], "height": SMALL_PHONE["height"]})
    for address in [*ADDRESSES, "/about/", "/privacy/"]:
        page = phone.open(address.replace("//", "/"))
        assert page.evaluate("document.documentElement.scrollWidth") <= SMALL_PHONE["width"], (
            address
        )
        numbers = page.locator(".emergency a").evaluate_all("links => links.map(a => a.href)")
        assert numbers == ["tel:110", "tel:120", "tel:119", "tel:12356"], address
    assert phone.complaints == []


@pytest.mark.parametrize("size", [PHONE, SMALL_PHONE])
def test_the_bar_lies_within_the_thumbs_reach(phone: Phone, size: dict[str, int]) -> None:
    page = phone.page
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    phone.open("/guidance/older-people/")

    links = page.locator(".bar a")

    assert links.all_inner_texts() == ["首页", "指引", "清单", "培训", "报名·求助"]
    assert page.locator(".bar a[aria-current]").inner_text() == "指引"
    for box in (link.bounding_box() for link in links.all()):
        assert box
        assert box["height"] >= TOUCH
        assert box["width"] >= TOUCH
        assert box["y"] + box["height"] <= size["height"]
        assert box["y"] > size["height"] / 2


def test_call_links_are_large_enough_to_hit(phone: Phone) -> None:
    page = phone.open("/")
    for link in page.locator(".emergency a").all():
        box = link.bounding_box()
        assert box
        assert box["height"] >= TOUCH


def test_a_situation_leads_to_its_page_in_one_tap(phone: Phone) -> None:
    page = phone.open("/")
    page.get_by_text("药快断了").click()
    expect(page.locator("h1")).to_have_text("就医协助与代取药")


def test_a_term_is_explained_where_it_stands(phone: Phone) -> None:
    page = phone.open("/guidance/suicide-crisis/")
    term = page.locator("a.term").first
    word = term.inner_text()

    term.click()

    expect(page.locator(".term-note")).to_be_visible()
    expect(page.locator(".term-note")).to_contain_text(word + "：")
    page.keyboard.press("Escape")
    expect(page.locator(".term-note")).to_be_hidden()


def test_without_javascript_a_term_leads_to_its_explanation_below(plain_phone: Phone) -> None:
    page = plain_phone.open("/guidance/suicide-crisis/")
    term = page.locator("a.term").first
    word = term.inner_text()
    term.click()
    expect(page.locator(":target")).to_contain_text(word + "：")


@pytest.mark.parametrize(("day", "banners"), [("2026-12-01", 0), ("2028-01-01", 1)])
def test_a_page_turns_overdue_in_the_browser(phone: Phone, day: str, banners: int) -> None:
    phone.page.clock.set_fixed_time(f"{day}T08:00:00+08:00")
    page = phone.open("/guidance/medical-medication/")
    expect(page.locator(".review")).to_be_visible()
    expect(page.locator(".overdue")).to_have_count(banners)


def test_the_page_of_2022_says_so_first(phone: Phone) -> None:
    page = phone.open("/guidance/then-and-now/")
    first = page.locator("h1 + *")
    expect(first).to_contain_text("历史")


def test_a_page_links_to_its_yaml(phone: Phone) -> None:
    page = phone.open("/checklists/cl-suicide/")
    link = page.locator("a.edit")
    assert link.inner_text() == "content/checklists/cl-suicide.yml"
    answer = page.request.get(link.evaluate("a => a.href"))
    assert answer.text() == Path(ROOT, "content/checklists/cl-suicide.yml").read_text("utf-8")


def test_a_post_leads_to_its_sign_up_with_the_post_chosen(phone: Phone) -> None:
    page = phone.open("/roles/role-phone/")
    page.get_by_text("报名这个岗位").click()
    expect(page.locator("input[value=role-phone]")).to_be_checked()


def test_light_and_dark_follow_the_system_and_the_switch(chromium: Browser, served: Served) -> None:
    seen = {}
    for scheme in ("light", "dark"):
        context, phone = new_phone(chromium, served.url, scheme=scheme)
        page = phone.open("/")
        seen[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
        context.close()
    assert seen["light"] != seen["dark"]

    context, phone = new_phone(chromium, served.url, scheme="light")
    page = phone.open("/")
    page.get_by_label("深色").check()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == seen["dark"]
    phone.open("/guidance/children/")  # kept, and set before anything is drawn
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == seen["dark"]
    page.get_by_label("跟随手机").check()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == seen["light"]
    assert page.evaluate("localStorage.length") == 0
    context.close()


def test_large_letters_enlarge_what_is_seen_and_what_is_hit(phone: Phone) -> None:
    page = phone.open("/guidance/children/")
    before = page.locator(".step li").first.evaluate("one => one.getBoundingClientRect().height")
    page.get_by_label("大字").check()
    after = page.locator(".step li").first.evaluate("one => one.getBoundingClientRect().height")
    assert after > 1.3 * before
    sizes = page.locator(".bar a, .emergency a, .head-search").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map((box) => [box.width, box.height])"
    )
    assert min(min(size) for size in sizes) >= 59
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_phone_that_keeps_nothing_still_shows_the_page_and_takes_the_choice(phone: Phone) -> None:
    phone.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    page = phone.open("/guidance/children/")
    page.get_by_label("大字").check()
    assert page.evaluate("document.documentElement.dataset.size") == "large"
    assert phone.complaints == []


def test_the_source_map_lists_every_element_with_a_page(phone: Phone) -> None:
    page = phone.open("/sources/")
    for number in range(1, 100):
        assert page.locator(f"#s{number:02} a").count() >= 1, number
    expect(page.locator("article")).to_contain_text("没有标题、没有日期、没有导语")
