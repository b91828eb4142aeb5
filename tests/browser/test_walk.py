"""One walk through all that a phone does in a stairwell, without network from the first step to the last."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from generator.schema.library import load
from tests.browser.checklists import box, note, open_list, reload, said, tap, ticked, write_note
from tests.browser.conftest import ROOT, Phone
from tests.browser.host import Host
from tests.paper import page_count, read_words, scan, words

pytestmark = pytest.mark.xdist_group("browser")

LIBRARY = load(ROOT / "content")
LIST, MODULE = "cl-home-visit", "tm-05"
NOTE = "跟老王一起，3 号楼"


def test_a_walk_without_network(reader: Phone, host: Host, tmp_path: Path) -> None:
    page = reader.keep()
    manifest = page.locator("link[rel=manifest]").get_attribute("href") or ""
    installed = page.evaluate("address => fetch(address).then(answer => answer.json())", manifest)
    assert (installed["display"], installed["start_url"]) == ("standalone", "../")
    host.down = True

    reader.open("/guidance/children/")  # never visited
    expect(page.locator("h1")).to_have_text(LIBRARY.guidance["children"].title)
    found = search(page, "shangmen")
    assert found == f"{host.url}/guidance/home-visit-safety/"

    first, second, *_ = (item.id for item in LIBRARY.checklists[LIST].items)
    open_list(reader, f"/checklists/{LIST}/")
    box(page, first).check()
    write_note(page, second, NOTE)
    reload(page)
    assert ticked(page) == [first]
    expect(note(page, second)).to_have_value(NOTE)

    with page.expect_download() as download:
        tap(page, "下载成文件")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert json.loads(file.read_text("utf-8"))["run"]["page"] == LIST
    page.evaluate("localStorage.clear()")
    reload(page)
    assert ticked(page) == []
    page.get_by_label("读回文件").set_input_files(file)
    expect(said(page)).to_contain_text("读回来了")
    assert ticked(page) == [first]
    expect(note(page, second)).to_have_value(NOTE)

    printed = page.pdf(prefer_css_page_size=True)
    assert page_count(printed) == 1
    (text,) = read_words(printed)
    for item in LIBRARY.checklists[LIST].items:
        assert words(item.text) in text
    assert words(NOTE) in text
    assert scan(printed) == []  # this site has no address of its own yet; test_print.py has one

    reader.open(f"/training/{MODULE}/")
    questions = LIBRARY.training[MODULE].quiz
    for question in questions:
        wrong = next(option.id for option in question.options if option.id != question.answer)
        page.locator(f"[data-question={question.id}] [data-choice={wrong}] button").click()
    expect(page.locator(".outcome .verdict")).to_contain_text("✗ 这一遍还没通过")
    page.get_by_role("button", name="再答一遍").click()
    for question in questions:
        page.locator(
            f"[data-question={question.id}] [data-choice={question.answer}] button"
        ).click()
    expect(page.locator(".outcome .verdict")).to_contain_text("✓ 通过了")
    reader.open("/training/")
    module = page.get_by_role("listitem").filter(has_text=LIBRARY.training[MODULE].title).first
    expect(module).to_contain_text("✓ 已通过")


def search(page: Page, query: str) -> str:
    """The address that the first result leads to."""
    page.locator("[data-search-open]:visible").first.click()
    page.locator("input[type=search]").fill(query)
    expect(page.locator("[data-search-results]")).to_have_attribute("data-query", query)
    page.locator("[data-search-results] a").first.click()
    page.wait_for_url(lambda address: "?q=" not in address)
    return page.url.partition("#")[0]
