"""The applicant's walk on a phone: keep the code, come back, add, correct, withdraw, delete."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Phone, Served, new_phone
from tests.browser.test_forms import fill, submit
from tests.intake_support import COMPLETE

pytestmark = pytest.mark.xdist_group("browser")


def unfold(page: Page, title: str) -> None:
    page.locator("summary", has=page.get_by_role("heading", name=title)).click()


def sent(phone: Phone) -> str:
    """Send a request, and give the secret on the receipt."""
    page = phone.open("/apply/supervision")
    fill(page, COMPLETE["supervision"])
    submit(page)
    return page.locator("#secret").inner_text()


def test_the_walk_of_an_applicant(either_phone: Phone) -> None:
    secret = sent(either_phone)
    page = either_phone.page
    further = page.locator(".once-saved a").first
    expect(further).to_be_hidden()
    page.locator("#saved").check()
    expect(further).to_be_visible()

    either_phone.open("/status")
    page.locator("#code").fill(secret.lower())
    submit(page)
    expect(page.locator("#secret")).to_have_text(secret)

    unfold(page, "补充几句")
    page.locator("#words").fill("周三下午也可以")
    page.get_by_role("button", name="补充").click()
    unfold(page, "我填了什么")
    expect(page.locator("main")).to_contain_text("周三下午也可以")

    page.get_by_role("link", name="更正").click()
    expect(page.locator('[name="nick"]')).to_have_value("小李")
    page.locator('[name="nick"]').fill("老李")
    submit(page)
    unfold(page, "我填了什么")
    expect(page.locator("dl")).to_contain_text("老李")

    unfold(page, "撤回")
    page.get_by_role("button", name="撤回").click()
    expect(page.locator(".summary")).to_contain_text("请先勾选那一格")
    unfold(page, "撤回")
    page.get_by_label("我想好了，撤回").check()
    page.get_by_role("button", name="撤回").click()
    expect(page.locator("h1")).to_have_text("已经撤回")

    unfold(page, "删除")
    page.get_by_label("我想好了，全部删除").check()
    page.get_by_role("button", name="全部删除").click()
    expect(page.locator("h1")).to_have_text("内容已经删除")
    refused = "status of 422"  # the page that asks to tick the box
    assert [said for said in either_phone.complaints if refused not in said] == []


def test_the_code_comes_back_from_its_qr_code_and_leaves_the_address(phone: Phone) -> None:
    secret = sent(phone).replace(" ", "")

    page = phone.open(f"/status#{secret}")

    expect(page.locator("#code")).to_have_value(secret)
    assert page.url.endswith("/status")


def test_the_code_can_be_copied(chromium: Browser, served: Served) -> None:
    context, phone = new_phone(chromium, served.url)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served.url)
    secret = sent(phone)
    button = phone.page.get_by_role("button", name="复制查询码")

    button.click()

    expect(phone.page.get_by_text(re.compile("已复制"))).to_be_visible()
    assert phone.page.evaluate("navigator.clipboard.readText()") == secret
    context.close()


def test_where_nothing_can_be_copied_no_button_says_so(chromium: Browser, served: Served) -> None:
    context, phone = new_phone(chromium, served.url)
    context.add_init_script("delete Navigator.prototype.clipboard")
    sent(phone)

    expect(phone.page.get_by_role("button", name="复制查询码")).to_be_hidden()
    context.close()
