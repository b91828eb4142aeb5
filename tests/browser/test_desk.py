"""Into the desk on a phone: a password, a code, and out again."""

from __future__ import annotations

from io import BytesIO

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import Phone, Served
from tests.browser.desk import give_code, give_password, new_account, secret_on

pytestmark = pytest.mark.xdist_group("browser")


def test_a_supervisor_sets_a_phone_up_leaves_and_comes_back(
    either_phone: Phone, served: Served
) -> None:
    name, password = new_account(served, "supervisor")
    page = either_phone.open("/desk/")
    give_password(page, name, password)
    link = page.get_by_role("link", name="加到这台手机的验证器").get_attribute("href")
    picture = Image.open(BytesIO(page.locator(".qr").screenshot()))
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [link]
    secret = secret_on(page)
    page.locator("[name=code]").fill("1")
    page.get_by_role("button", name="进入工作台").click()
    expect(page.locator(".summary")).to_contain_text("动态码没有通过")
    assert secret_on(page) == secret, "the phone that took it over need not do so again"
    give_code(page, secret)
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()
    expect(page.get_by_role("link", name="导出")).to_have_count(0)

    page.get_by_role("button", name=f"退出（{name}）").click()
    either_phone.open("/desk/")
    give_password(page, name, password)
    expect(page.locator("code")).to_have_count(0)
    give_code(page, secret, later=1)  # the one of before is used up

    expect(page.get_by_role("heading", name="工作台")).to_be_visible()


def test_the_way_in_has_no_barrier_that_a_machine_can_see(phone: Phone, served: Served) -> None:
    axe, page = Axe(), phone.open("/desk/login")
    assert axe.run(page).response["violations"] == []
    give_password(page, *new_account(served, "coordinator"))
    assert axe.run(page).response["violations"] == []
    give_code(page, secret_on(page))
    assert axe.run(page).response["violations"] == []
