"""Both forms filled in on a phone, wrong and then right, with JavaScript and without."""

from __future__ import annotations

import re
import sqlite3

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Phone, Served, new_phone
from tests.browser.desk import enter_desk, give_password
from tests.intake_support import COMPLETE, Post

pytestmark = pytest.mark.xdist_group("browser")

TOUCH = 44


def fill(page: Page, post: Post) -> None:
    for name, values in post.items():
        for value in values:
            box = page.locator(f'input[name="{name}"][value="{value}"]')
            if box.count():
                box.check()
            else:
                page.locator(f'[name="{name}"]').fill(value)


def submit(page: Page) -> None:
    page.locator("main form button").last.click()


@pytest.mark.parametrize("form", sorted(COMPLETE))
def test_a_form_wrong_then_right_leads_to_a_receipt(either_phone: Phone, form: str) -> None:
    """The error summary leads to the field, nothing typed is lost, then comes the receipt."""
    page = either_phone.open(f"/apply/{form}")
    right = COMPLETE[form]
    wrong = right | {"phone": ["12345"]}
    fill(page, wrong)

    submit(page)

    summary = page.locator(".summary")
    expect(summary).to_contain_text("手机号")
    assert page.title().startswith("错误：")
    expect(page.locator('[name="phone"]')).to_have_value("12345")
    summary.get_by_role("link").first.click()
    assert re.search(r"#.*phone", page.url)

    page.locator('[name="phone"]').fill(right["phone"][0])
    submit(page)

    expect(page.locator("h1")).to_have_text("收到了")
    assert "/receipt/" in page.url
    shown = page.locator(".reference").inner_text()
    page.reload()
    assert page.locator(".reference").inner_text() == shown


def test_danger_shows_the_call_buttons_before_anything_is_sent(either_phone: Phone) -> None:
    page = either_phone.open("/apply/supervision")
    buttons = page.locator("#callout-life a[href='tel:120']")
    expect(buttons.first).to_be_hidden()

    page.locator('input[name="life_risk"][value="unsure"]').check()

    expect(buttons.first).to_be_visible()
    expect(buttons.first).to_be_in_viewport()
    box = buttons.first.bounding_box()
    assert box
    assert box["height"] >= TOUCH


def test_danger_leads_to_level_zero_with_its_reason(either_phone: Phone) -> None:
    page = either_phone.open("/apply/supervision")
    fill(page, COMPLETE["supervision"] | {"life_risk": ["self-harm"], "deadline": ["none"]})

    submit(page)

    expect(page.locator(".level")).to_contain_text("P0")
    expect(page.locator(".level")).to_contain_text("生命优先")
    expect(page.locator(".callout a[href='tel:120']")).to_be_visible()


def test_a_question_appears_only_when_an_answer_calls_for_it(either_phone: Phone) -> None:
    page = either_phone.open("/apply/volunteer")
    guardian = page.locator('[name="guardian_name"]')
    expect(guardian).to_be_hidden()
    page.locator('input[name="age_band"][value="16-17"]').check()
    expect(guardian).to_be_visible()


def test_pressing_submit_twice_is_kept_once(either_phone: Phone, served: Served) -> None:
    page = either_phone.open("/apply/supervision")
    fill(page, COMPLETE["supervision"])
    before = rows(served)

    page.locator("main form button").last.dblclick()

    expect(page.locator("h1")).to_have_text("收到了")
    assert rows(served) == before + 1


def rows(served: Served) -> int:
    with sqlite3.connect(served.data / "intake.sqlite") as database:
        return int(database.execute("SELECT count(*) FROM submissions").fetchone()[0])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("form", sorted(COMPLETE))
def test_forms_fit_the_phone_and_call_no_other_host(
    chromium: Browser, served: Served, form: str, scheme: str
) -> None:
    context, phone = new_phone(chromium, served.url, scheme=scheme)
    page = phone.open(f"/apply/{form}")
    page.set_viewport_size({"width": 360, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for control in page.locator("main button, .bar a").all():
        box = control.bounding_box()
        assert box
        assert box["height"] >= TOUCH
    assert phone.complaints == []
    context.close()


def test_the_desk_lists_what_came_in_and_keeps_strangers_out(
    either_phone: Phone, served: Served
) -> None:
    page = either_phone.open("/apply/supervision")
    fill(page, COMPLETE["supervision"] | {"life_risk": ["now"]})
    submit(page)
    reference = page.locator(".reference b").inner_text().replace(" ", "")

    page = either_phone.open("/desk/")
    assert page.url.endswith("/desk/login")
    password = re.search(r"密码：(\S+?)（", served.printed)
    assert password
    give_password(page, "admin", password[1])
    page = enter_desk(either_phone, served)

    expect(page.locator(f"a[href$='{reference}']").first).to_be_visible()
    either_phone.open(f"/desk/case/{reference}")
    expect(page.locator("main")).to_contain_text("P0")
    expect(page.locator("main")).to_contain_text("有人此刻有生命危险")
