"""A checklist at work: whatever is ticked, noted, renamed or deleted is there the next day."""

from __future__ import annotations

import datetime

import pytest
from playwright.sync_api import Route, expect

from tests.browser.checklists import (
    DAY,
    ITEMS,
    PATH,
    STORED,
    STORED_KEY,
    box,
    kept,
    note,
    open_list,
    put,
    reload,
    row,
    said,
    tap,
    ticked,
    warning,
    write_note,
)
from tests.browser.conftest import Phone

pytestmark = pytest.mark.xdist_group("browser")


def test_a_tick_has_its_time_and_survives_a_reload(phone: Phone) -> None:
    phone.page.clock.set_fixed_time(DAY)
    page = open_list(phone)
    expect(page.locator(".run-count")).to_have_text("0／8")

    box(page, "deaf").check()
    page.clock.set_fixed_time(DAY + datetime.timedelta(minutes=7))
    box(page, "blind").check()
    write_note(page, "blind", "只听得清右耳")
    page.get_by_label("谁", exact=True).fill("小李")
    page.get_by_label("在哪", exact=True).fill("3 号楼")

    page.clock.set_fixed_time(DAY + datetime.timedelta(days=1))
    reload(page)
    assert ticked(page) == ["deaf", "blind"]
    expect(row(page, "deaf").locator("time")).to_have_text("11/24 14:05")
    expect(row(page, "blind").locator("time")).to_have_text("11/24 14:12")
    expect(note(page, "blind")).to_have_value("只听得清右耳")
    expect(page.get_by_label("谁", exact=True)).to_have_value("小李")
    expect(page.get_by_label("在哪", exact=True)).to_have_value("3 号楼")
    expect(page.locator(".run-count")).to_have_text("2／8")
    expect(said(page)).to_have_text("接着 11月24日 14:05 的这一次。")
    assert phone.complaints == []


def test_a_tick_before_the_script_is_there_counts(phone: Phone) -> None:
    """A slow line: the boxes are on the screen seconds before what remembers them."""
    held: list[Route] = []
    phone.page.route("**/checklists/page.js", lambda route: held.append(route))
    page = phone.page
    with page.expect_request("**/checklists/page.js"):
        page.goto(phone.url + PATH, wait_until="commit")
    box(page, "deaf").check()
    (script,) = held
    script.continue_()
    expect(page.locator(".run-count")).to_have_text("1／8")
    assert ticked(page) == kept(page) == ["deaf"]


def test_a_tick_taken_off_comes_back_with_the_time_it_had(phone: Phone) -> None:
    phone.page.clock.set_fixed_time(DAY)
    page = open_list(phone)
    box(page, "deaf").check()
    page.clock.set_fixed_time(DAY + datetime.timedelta(hours=1))
    box(page, "deaf").uncheck()
    expect(said(page)).to_have_text(f"去掉了“{ITEMS['deaf']}”的勾。")

    tap(page, "撤销")
    expect(row(page, "deaf").locator("time")).to_have_text("14:05")
    expect(box(page, "deaf")).to_be_focused()
    assert kept(page) == ["deaf"]


def test_when_all_is_ticked_the_bar_says_so(phone: Phone) -> None:
    page = open_list(phone)
    for item in ITEMS:
        box(page, item).check()
    expect(page.locator(".run-count")).to_have_text("全部勾完 8／8")


def test_runs_stay_side_by_side(phone: Phone) -> None:
    page = open_list(phone)
    box(page, "deaf").check()
    page.get_by_label("这一次叫").fill("第一趟")
    tap(page, "再开一次")
    assert ticked(page) == []
    box(page, "blind").check()
    page.get_by_label("这一次叫").fill("第二趟")

    tap(page, "第一趟 1／8")
    assert ticked(page) == ["deaf"]
    reload(page)
    assert ticked(page) == ["deaf"]
    tap(page, "第二趟 1／8")
    assert ticked(page) == ["blind"]


def test_the_next_day_a_new_run_is_one_tap_away(phone: Phone) -> None:
    page = open_list(phone)
    box(page, "deaf").check()
    reload(page)
    page.locator(".run-bar").get_by_role("button", name="再开一次").click()
    assert ticked(page) == []
    expect(box(page, next(iter(ITEMS)))).to_be_focused()


def test_an_empty_run_is_not_kept_and_not_doubled(phone: Phone) -> None:
    page = open_list(phone)
    reload(page)
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('wushe'))") == []
    expect(page.get_by_role("button", name="再开一次")).to_have_count(0)


def test_starting_again_can_be_undone(phone: Phone) -> None:
    page = open_list(phone)
    box(page, "deaf").check()
    write_note(page, "blind", "右耳")
    tap(page, "清空，重新开始")
    assert ticked(page) == []
    expect(note(page, "blind")).to_be_hidden()
    tap(page, "撤销")
    assert ticked(page) == ["deaf"]
    expect(note(page, "blind")).to_have_value("右耳")


def test_deleting_a_run_can_be_undone(phone: Phone) -> None:
    page = open_list(phone)
    box(page, "deaf").check()
    page.get_by_label("这一次叫").fill("第一趟")
    tap(page, "删除 第一趟")
    assert ticked(page) == []
    assert kept(page) == []
    tap(page, "撤销")
    assert ticked(page) == ["deaf"]
    reload(page)
    assert ticked(page) == ["deaf"]


def test_an_edited_list_keeps_every_tick_and_note(phone: Phone) -> None:
    """A state of version 1: one wording has changed since, one item is gone."""
    phone.page.clock.set_fixed_time(DAY)
    put(phone, STORED_KEY, STORED)
    page = open_list(phone)
    assert ticked(page) == ["ask-person"]
    expect(row(page, "ask-person").locator("time")).to_have_text("11/20 09:31")
    expect(row(page, "ask-person")).to_contain_text("后来改了说法，当时写的是“问本人”")
    expect(note(page, "deaf")).to_have_value("打大字给他看")
    gone = page.locator(".run-removed li")
    expect(gone).to_have_text("✓ 喇叭喊一遍11月20日 09:33 勾的　备注：楼下喇叭坏了")
    expect(page.locator(".run-count")).to_have_text("1／8")
    assert warning(page).all_inner_texts() == [""]

    box(page, "blind").check()
    reload(page)
    expect(gone).to_have_count(1)
    assert kept(page) == ["ask-person", "blind", "loudspeaker"]


def test_the_index_shows_what_is_under_way(phone: Phone) -> None:
    page = phone.open("/checklists/")
    expect(page.locator(".run-going")).to_have_count(1)
    expect(page.locator(".run-going")).to_be_hidden()
    open_list(phone)
    box(page, "deaf").check()
    page.get_by_label("在哪", exact=True).fill("3 号楼")
    tap(page, "再开一次")
    for item in ITEMS:
        box(page, item).check()

    phone.open("/checklists/")
    link = page.locator(".run-going a")
    expect(link).to_contain_text("3 号楼　1／8")
    link.click()
    expect(page.locator(".run-bar")).to_be_visible()
    assert ticked(page) == ["deaf"]


def test_without_javascript_there_are_boxes_and_nothing_else(plain_phone: Phone) -> None:
    page = plain_phone.open(PATH)
    assert page.get_by_role("checkbox").count() == len(ITEMS)
    assert page.locator("main button, main textarea, main select").count() == 0


def test_other_pages_fetch_no_part_of_it(phone: Phone) -> None:
    fetched: list[str] = []
    phone.page.on("request", lambda request: fetched.append(request.url))
    page = phone.open("/guidance/children/")
    page.wait_for_load_state("networkidle")
    assert [one for one in fetched if "/assets/checklists/" in one] == []
    assert len(page.request.get(f"{phone.url}/assets/checklist.js").body()) < 1_200
