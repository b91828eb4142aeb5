"""A run leaves the phone and comes back: text, share sheet, paper, file, and every way in which that fails."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.checklists import (
    DAY,
    ITEMS,
    RUNS,
    STORED,
    STORED_KEY,
    box,
    kept,
    note,
    open_list,
    put,
    said,
    tap,
    ticked,
    write_note,
)
from tests.browser.conftest import Phone

pytestmark = pytest.mark.xdist_group("browser")

FILE = (RUNS / "v1-file.json").read_bytes()
WECHAT = "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/116.0 MicroMessenger/8.0.49"
TEXT = f"""【无障碍沟通与服务】
第一趟　谁：小李　在哪：3 号楼　11月20日 09:30 开始，勾了 1／8
✓ {ITEMS["ask-person"]}（11月20日 09:31）
☐ {ITEMS["deaf"]}
　备注：打大字给他看
☐ {ITEMS["blind"]}
☐ {ITEMS["intellectual"]}
☐ {ITEMS["physical"]}
☐ {ITEMS["carer-plan"]}
☐ {ITEMS["continuity"]}
☐ {ITEMS["federation"]}
已从清单里去掉：
✓ 喇叭喊一遍（11月20日 09:33）
　备注：楼下喇叭坏了
2026年11月24日 14:05 记　"""


def open_run(phone: Phone) -> Page:
    """The run of version 1, four days later."""
    phone.page.clock.set_fixed_time(DAY)
    put(phone, STORED_KEY, STORED)
    return open_list(phone)


def read_in(page: Page, content: bytes | str) -> None:
    data = content if isinstance(content, bytes) else content.encode()
    file = FilePayload(name="a.json", mimeType="application/json", buffer=data)
    page.get_by_label("读回文件").set_input_files(file)


def test_it_is_copied_as_text_for_a_chat(phone: Phone) -> None:
    phone.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_run(phone)
    tap(page, "复制成文字")
    expect(said(page)).to_have_text("复制好了，到聊天里粘贴。")
    assert (
        page.evaluate("navigator.clipboard.readText()")
        == f"{TEXT}{phone.url}/checklists/cl-access/"
    )


@pytest.mark.parametrize("old_way", [True, False])
def test_without_a_clipboard_the_text_is_selected(phone: Phone, old_way: bool) -> None:
    phone.page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
        f"Document.prototype.execCommand = () => {str(old_way).lower()}"
    )
    page = open_run(phone)
    tap(page, "复制成文字")
    told = (
        "复制好了，到聊天里粘贴。"
        if old_way
        else "没能自动复制。文字已经选中：长按它，再点“复制”。"
    )
    expect(said(page)).to_have_text(told)
    assert str(page.evaluate("getSelection().toString()")).startswith(TEXT)
    expect(page.get_by_label("可以选中复制的文字")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("async (shared) => { window.shared = shared; }", ""),
        ("async () => { throw new DOMException('closed', 'AbortError'); }", ""),
        (
            "async () => { throw new DOMException('no', 'NotAllowedError'); }",
            "没有发出去。请用“复制成文字”。",
        ),
    ],
)
def test_the_share_sheet_gets_the_text(phone: Phone, answer: str, told: str) -> None:
    phone.page.add_init_script(f"navigator.share = {answer}")
    page = open_run(phone)
    tap(page, "发给别人")
    expect(said(page)).to_have_text(told)
    if "window.shared" in answer:
        assert page.evaluate("shared.text").startswith(TEXT)


def test_what_the_browser_cannot_do_is_not_offered(phone: Phone) -> None:
    phone.page.add_init_script("navigator.share = undefined; window.print = undefined")
    page = open_run(phone)
    offered = page.locator(".run-tools").first.locator("button, label").all_inner_texts()
    assert offered == ["复制成文字", "下载成文件", "读回文件"]


def test_wechat_is_told_to_copy(phone: Phone) -> None:
    """Its browser neither prints nor downloads, and does not say so."""
    phone.page.add_init_script(
        f"Object.defineProperty(navigator, 'userAgent', {{ value: '{WECHAT}' }})"
    )
    page = open_run(phone)
    offered = page.locator(".run-tools").first.locator("button, label").all_inner_texts()
    assert offered == ["复制成文字", "读回文件"]
    expect(page.locator(".run-hint")).to_contain_text("微信里不能打印和下载，请用“复制成文字”")


def test_a_file_goes_to_another_phone_and_back(phone: Phone) -> None:
    page = open_run(phone)
    box(page, "blind").check()
    with page.expect_download() as download:
        tap(page, "下载成文件")
    assert download.value.suggested_filename == "cl-access-2026-11-20-0930.json"
    content = download.value.path().read_bytes()

    page.evaluate("localStorage.clear()")
    page.goto(f"{phone.url}/")
    open_list(phone)
    assert ticked(page) == []
    read_in(page, content)
    expect(said(page)).to_have_text("读回来了。")
    assert ticked(page) == ["ask-person", "blind"]
    expect(page.locator(".run-removed li")).to_contain_text("喇叭喊一遍")

    write_note(page, "blind", "右耳")
    box(page, "deaf").check()
    read_in(page, content)
    expect(said(page)).to_contain_text("已经和手机上的这一次合在一起")
    assert ticked(page) == ["ask-person", "deaf", "blind"]
    expect(note(page, "blind")).to_have_value("右耳")
    assert phone.complaints == []


def test_a_file_of_version_1_is_read(phone: Phone) -> None:
    page = open_list(phone)
    read_in(page, FILE)
    expect(said(page)).to_have_text("读回来了。")
    assert ticked(page) == ["ask-person"]
    assert kept(page) == ["ask-person", "loudspeaker"]


def test_a_file_brings_back_a_run_that_was_deleted_here(phone: Phone) -> None:
    page = open_run(phone)
    tap(page, "删除 第一趟")
    assert kept(page) == []
    read_in(page, FILE)
    expect(said(page)).to_have_text("读回来了。")
    assert ticked(page) == ["ask-person"]
    expect(page.get_by_label("谁", exact=True)).to_have_value("小李")


def changed(**facts: object) -> str:
    return json.dumps(json.loads(FILE) | facts)


STRANGE: dict[str, tuple[bytes | str, str]] = {
    "a picture": (
        b"\x89PNG\r\n\x1a\n\x00\x00",
        "这个文件不是清单记录，没有读。手机上的记录没有动。",
    ),
    "empty": (b"", "这个文件不是清单记录，没有读。手机上的记录没有动。"),
    "another JSON": (b'{"what": "?"}', "这个文件不是清单记录，没有读。手机上的记录没有动。"),
    "half of it": (FILE[: len(FILE) // 2], "这个文件不是清单记录，没有读。手机上的记录没有动。"),
    "far too large": (b" " * 1_000_001, "这个文件不是清单记录，没有读。手机上的记录没有动。"),
    "damaged": (changed(run={"v": 1}), "这个文件坏了，读不出来。手机上的记录没有动。"),
    "newer": (changed(run={"v": 2}), "这个文件是更新的版本存的。请刷新这一页，再读一次。"),
    "another list": (
        changed(title="代取药", run=json.loads(STORED) | {"page": "cl-medication-run"}),
        "这是“代取药”的记录，请到那张清单里读回。手机上的记录没有动。",
    ),
}


@pytest.mark.parametrize("kind", STRANGE)
def test_a_strange_file_changes_nothing(phone: Phone, kind: str) -> None:
    content, told = STRANGE[kind]
    page = open_list(phone)
    box(page, "deaf").check()
    before = page.evaluate("JSON.stringify(localStorage)")
    read_in(page, content)
    expect(said(page)).to_have_text(told)
    assert page.evaluate("JSON.stringify(localStorage)") == before
    assert ticked(page) == ["deaf"]
    assert phone.complaints == []


def test_on_paper_are_the_notes_and_who_and_no_button(phone: Phone) -> None:
    page = open_run(phone)
    page.emulate_media(media="print")
    expect(page.locator(".run-paper")).to_have_text(
        "第一趟　谁：小李　在哪：3 号楼　11月20日 09:30 开始，勾了 1／8"
    )
    expect(note(page, "deaf")).to_be_visible()
    expect(page.locator(".run-removed")).to_contain_text("喇叭喊一遍")
    assert page.locator("main button:visible, main input[type=text]:visible").count() == 0


def test_paper_of_an_untouched_list_has_nothing_of_a_run(phone: Phone) -> None:
    page = open_list(phone)
    page.emulate_media(media="print")
    assert (
        page.locator(".run-paper:visible, .run-head input:visible, main button:visible").count()
        == 0
    )
