"""Two tabs, two phones, two clocks: whatever the order, the run is one and nothing of it is lost."""

from __future__ import annotations

import datetime

import pytest
from playwright.sync_api import expect

from tests.browser.checklists import (
    DAY,
    PATH,
    box,
    kept,
    note,
    open_list,
    reload,
    said,
    tap,
    ticked,
    write_note,
)
from tests.browser.conftest import Phone

pytestmark = pytest.mark.xdist_group("browser")


def test_two_tabs_with_the_same_run_lose_nothing(phone: Phone) -> None:
    page = open_list(phone)
    box(page, "deaf").check()
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator(".run-bar")).to_be_visible()
    assert ticked(other) == ["deaf"]

    box(other, "blind").check()
    expect(box(page, "blind")).to_be_checked()
    write_note(page, "deaf", "打大字")
    expect(note(other, "deaf")).to_have_value("打大字")
    box(page, "blind").uncheck()
    expect(box(other, "blind")).not_to_be_checked()
    box(other, "physical").check()
    expect(page.locator(".run-count")).to_have_text("2／8")


def test_a_tab_that_slept_joins_what_it_missed(phone: Phone) -> None:
    """A frozen page hears no storage event: it looks again when it is shown."""
    page = open_list(phone)
    box(page, "deaf").check()
    other = page.context.new_page()
    other.add_init_script("addEventListener('storage', (e) => e.stopImmediatePropagation(), true)")
    other.goto(page.url)
    expect(other.locator(".run-bar")).to_be_visible()
    box(page, "blind").check()
    assert ticked(other) == ["deaf"]
    other.evaluate("dispatchEvent(new Event('pageshow'))")
    assert ticked(other) == ["deaf", "blind"]


def test_a_clock_that_is_set_back_does_not_bring_back_what_was_undone(phone: Phone) -> None:
    phone.page.clock.set_fixed_time(DAY)
    page = open_list(phone)
    box(page, "deaf").check()
    write_note(page, "deaf", "右耳")
    page.clock.set_fixed_time(DAY - datetime.timedelta(days=30))
    box(page, "deaf").uncheck()
    note(page, "deaf").fill("左耳")
    reload(page)
    assert ticked(page) == []
    expect(note(page, "deaf")).to_have_value("左耳")


def test_a_run_deleted_in_another_tab_can_be_taken_back(phone: Phone) -> None:
    page = open_list(phone)
    box(page, "deaf").check()
    page.get_by_label("这一次叫").fill("第一趟")
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="删除 第一趟").click()
    expect(said(page)).to_have_text("“第一趟”在另一个窗口里删掉了。")
    assert ticked(page) == []
    tap(page, "撤销")
    assert ticked(page) == ["deaf"]
    assert kept(page) == ["deaf"]


MERGES = """async (seed) => {
  const { again, begin, mark, merge, read, tell } = await import("/assets/checklists/run.js");
  const chance = (below) => { seed = (seed * 48271) % 2147483647; return seed % below; };
  const ids = ["a", "b", "constructor"];
  const start = begin("x", "r", ids, 1);
  const edits = [
    (run, at) => mark(run, ids[chance(3)], { done: chance(2) ? at : 0, text: "t" }, at),
    (run, at) => mark(run, ids[chance(3)], { note: `n${chance(5)}` }, at),
    (run, at) => tell(run, { who: `w${chance(5)}`, gone: chance(4) === 0 }, at),
    (run, at) => again(run, at),
  ];
  const tabs = [0, 1, 2].map(() => {
    let run = start;
    for (let step = 0; step < 6; step++) run = edits[chance(4)](run, 1 + chance(9));
    return run;
  });
  const [a, b, c] = tabs;
  const all = [merge(merge(a, b), c), merge(a, merge(b, c)), merge(merge(c, b), merge(b, a))];
  const texts = all.map((one) => JSON.stringify(one));
  return texts.every((one) => one === texts[0]) && JSON.stringify(read(texts[0]).run) === texts[0];
}"""


def test_runs_merge_to_the_same_whatever_the_order(phone: Phone) -> None:
    page = phone.open(PATH)
    assert [seed for seed in range(1, 200) if not page.evaluate(MERGES, seed * 7919)] == []
