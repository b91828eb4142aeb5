"""A checklist in bad luck: each time one clear line, nothing lost, and the page still works."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checklists import (
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
    said,
    tap,
    ticked,
    warning,
    write_note,
)
from tests.browser.conftest import Phone

pytestmark = pytest.mark.xdist_group("browser")

FILL = """() => {
  for (let size = 2 ** 22; size >= 1; size = Math.floor(size / 2)) {
    try { while (true) localStorage.setItem(`other-${size}-${localStorage.length}`, "x".repeat(size)); } catch {}
  }
}"""
EMPTY = "Object.keys(localStorage).filter((k) => k.startsWith('other-')).forEach((k) => localStorage.removeItem(k))"
NO_STORAGE = {
    "the look at it throws": "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })",
    "it is null": "Object.defineProperty(window, 'localStorage', { value: null })",
    "it has room for nothing": "Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError'); }",
}


def test_when_storage_is_full_the_run_goes_on_and_is_kept_as_soon_as_there_is_room(
    phone: Phone,
) -> None:
    page = open_list(phone)
    box(page, "deaf").check()
    page.evaluate(FILL)
    box(page, "blind").check()
    write_note(page, "blind", "右耳" * 200)
    expect(warning(page)).to_contain_text("手机给网页的地方满了")
    assert ticked(page) == ["deaf", "blind"]
    assert "deaf" in kept(page)

    page.evaluate(EMPTY)
    box(page, "physical").check()
    expect(warning(page)).to_be_hidden()
    reload(page)
    assert ticked(page) == ["deaf", "blind", "physical"]
    expect(note(page, "blind")).to_have_value("右耳" * 200)


def test_deleting_an_old_run_makes_room_for_the_open_one(phone: Phone) -> None:
    """Both are kept then, although only the old one was touched."""
    page = open_list(phone)
    write_note(page, "deaf", "很长的备注" * 90)
    page.get_by_label("这一次叫").fill("旧的")
    tap(page, "再开一次")
    page.evaluate(FILL)
    box(page, "blind").check()
    expect(warning(page)).to_contain_text("手机给网页的地方满了")
    tap(page, "删除 旧的")
    expect(warning(page)).to_be_hidden()
    assert kept(page) == ["blind"]


@pytest.mark.parametrize("how", NO_STORAGE)
def test_where_storage_is_forbidden_one_can_tick_and_take_out(phone: Phone, how: str) -> None:
    phone.page.add_init_script(NO_STORAGE[how])
    page = open_list(phone)
    box(page, "deaf").check()
    write_note(page, "blind", "右耳")
    expect(warning(page)).to_contain_text("不让网页存东西")
    expect(page.locator(".run-count")).to_have_text("1／8")
    with page.expect_download() as download:
        tap(page, "下载成文件")
    run = json.loads(download.value.path().read_text("utf-8"))["run"]
    assert run["items"]["blind"]["note"]["is"] == "右耳"
    assert phone.complaints == []
    phone.open("/checklists/")
    expect(page.locator(".list")).to_contain_text("自杀危机处置")
    assert phone.complaints == []


SPOILT = {
    "half of it": STORED[: len(STORED) // 2],
    "nothing": "",
    "a number": "7",
    "null": "null",
    "another shape": '{"v": 1, "done": ["deaf"]}',
    "a time that is none": STORED.replace('"is": false', '"is": "no"'),
    "a run of another name": STORED.replace("mhv1-abc", "mhv1-xyz"),
    "an item that is none": STORED.replace('"loudspeaker": {', '"__proto__": {'),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_damaged_run_stays_as_it_is_and_is_said(phone: Phone, how: str) -> None:
    phone.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    put(phone, STORED_KEY, SPOILT[how])
    page = open_list(phone)
    expect(warning(page)).to_contain_text("有一份旧记录读不出来。没有删")
    box(page, "deaf").check()
    reload(page)
    assert ticked(page) == ["deaf"]
    assert page.evaluate("key => localStorage.getItem(key)", STORED_KEY) == SPOILT[how]

    tap(page, "复制原样")
    expect(said(page)).to_have_text("复制好了，到聊天里粘贴。")
    assert page.evaluate("navigator.clipboard.readText()") == SPOILT[how]
    tap(page, "删除 读不出来的一份")
    expect(warning(page)).to_be_hidden()
    tap(page, "撤销")
    expect(warning(page)).to_be_visible()
    assert page.evaluate("key => localStorage.getItem(key)", STORED_KEY) == SPOILT[how]
    assert phone.complaints == []


def test_a_state_of_a_newer_version_is_left_alone(phone: Phone) -> None:
    newer = json.dumps(json.loads(STORED) | {"v": 2, "items": [["deaf", 1]]})
    put(phone, STORED_KEY, newer)
    page = open_list(phone)
    expect(warning(page)).to_contain_text("手机里有新版手册存的记录")
    box(page, "deaf").check()
    assert kept_beside(page) == newer


def kept_beside(page: Page) -> object:
    """The entry of the older run; a run of this page lies beside it."""
    assert page.evaluate("Object.keys(localStorage).length") == 2
    return page.evaluate("key => localStorage.getItem(key)", STORED_KEY)


def test_a_newer_version_in_another_tab_is_not_overwritten(phone: Phone) -> None:
    put(phone, STORED_KEY, STORED)
    page = open_list(phone)
    newer = json.dumps(json.loads(STORED) | {"v": 2})
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [STORED_KEY, newer])
    box(page, "blind").check()
    expect(warning(page)).to_contain_text("手机里有新版手册存的记录")
    assert ticked(page) == ["ask-person", "blind"]
    assert page.evaluate("key => localStorage.getItem(key)", STORED_KEY) == newer


@pytest.mark.parametrize("part", ["page", "bar", "run"])
def test_when_a_part_cannot_be_fetched_the_boxes_are_as_on_paper(phone: Phone, part: str) -> None:
    phone.page.route(f"**/assets/checklists/{part}.js", lambda route: route.abort())
    page = phone.open(PATH)
    expect(warning(page)).to_contain_text("这一页没有取全，勾选暂时存不下来")
    box(page, "deaf").check()
    assert ticked(page) == ["deaf"]
    assert page.get_by_role("checkbox").count() == len(ITEMS)


def test_when_the_index_cannot_fetch_its_part_it_lists_all_the_same(phone: Phone) -> None:
    phone.page.route("**/assets/checklists/going-on.js", lambda route: route.abort())
    page = phone.open("/checklists/")
    expect(warning(page)).to_contain_text("看不到做了一半的清单")
    expect(page.locator(".list")).to_contain_text("自杀危机处置")
