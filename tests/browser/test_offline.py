"""The handbook on the phone: a real worker, a real network that goes away, and versions that change."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from generator.cli import main
from tests.browser.conftest import KEPT, Phone, Served, new_phone
from tests.browser.host import Host

pytestmark = pytest.mark.xdist_group("browser")

CUT = re.compile(r"^现在没有网，照样能看 · 更新于 20")
SWAP = "有新版本，点一下换上"


def status(page: Page) -> Any:
    return expect(page.locator("[data-offline] [role=status]"))


def change(host: Host, *pages: str, to: str = "改过的一句话") -> None:
    """A new version of the site, with a sentence more in some pages."""
    for page in pages:
        file = host.folder / page / "index.html"
        file.write_text(file.read_text("utf-8").replace("</h1>", f"</h1><p>{to}</p>"), "utf-8")
    assert main(["offline", str(host.folder)]) == 0


def test_a_page_never_visited_opens_without_network(reader: Phone, host: Host) -> None:
    page = reader.keep()
    host.down = True
    reader.open("/guidance/children/")
    expect(page.locator("h1")).to_contain_text("儿童")
    bar = page.locator(".bar").evaluate("bar => getComputedStyle(bar).position")
    assert bar == "fixed"  # the styles are there too
    status(page).to_have_text(CUT)
    page.get_by_role("link", name="清单", exact=True).click()
    expect(page).to_have_url(f"{host.url}/checklists/")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/guidance/children", "/guidance/children/"),
        ("/guidance/children?from=chat", "/guidance/children/?from=chat"),
        ("/guidance/children/index.html", "/guidance/children/index.html"),
        ("/guidance/children/?v=1", "/guidance/children/?v=1"),
        ("/index.html", "/index.html"),
    ],
)
def test_every_way_to_write_an_address(reader: Phone, host: Host, address: str, shown: str) -> None:
    page = reader.keep()
    host.down = True
    reader.open(address)
    expect(page).to_have_url(host.url + shown)
    expect(page.locator(".bar a").first).to_be_visible()
    assert page.locator("h1").inner_text() != "没有这一页"


def test_search_finds_shows_and_opens_without_network(reader: Phone, host: Host) -> None:
    page = reader.keep()
    host.down = True
    page.locator("[data-search-open]:visible").first.click()
    page.locator("input[type=search]").fill("zhiyuanzhe")
    first = page.locator("[data-search-results] a").first
    expect(first.locator(".result-line mark").first).to_contain_text("志愿")
    first.click()
    expect(page.locator("h1")).to_contain_text("志愿")


def test_a_page_that_is_not_kept_says_so_calmly(reader: Phone, host: Host) -> None:
    page = reader.keep()
    host.down = True
    reader.open("/guidance/no-such-page/")
    expect(page.locator("h1")).to_have_text("没有这一页")
    page.get_by_role("button", name="搜一搜").click()
    page.locator("input[type=search]").fill("督导")
    expect(page.locator("[data-search-results] a").first).to_be_visible()
    page.get_by_role("button", name="关闭").click()
    page.get_by_role("link", name="回首页").click()
    expect(page).to_have_url(re.compile(f"^{host.url}/\\.?$"))


def test_below_a_path_all_is_the_same(chromium: Browser, served: Served, tmp_path: Path) -> None:
    shutil.copytree(served.data.parent / "site", tmp_path / "deep" / "handbook")
    host = Host(tmp_path)
    context, phone = new_phone(chromium, f"{host.url}/deep/handbook", keeps=True)
    page = phone.keep()
    host.down = True
    phone.open("/guidance/children/")
    expect(page.locator("h1")).to_contain_text("儿童")
    phone.open("/guidance/no-such-page/")
    page.get_by_role("link", name="回首页").click()
    expect(page.locator(".tile").first).to_be_visible()
    context.close()
    host.close()


def test_it_says_how_far_it_is(reader: Phone, host: Host) -> None:
    host.open.clear()
    page = reader.open("/")
    status(page).to_have_text("正在把手册存进手机 0 %")
    host.open.set()
    status(page).to_have_text(KEPT)


def test_a_first_visit_takes_a_dozen_requests_and_no_page_twice(reader: Phone, host: Host) -> None:
    reader.keep()
    assert len(host.files_asked()) < 15
    assert all("/packs/" in path or path.endswith(".png") for path in host.files_asked())


ONE_OF_EACH = """async () => {
  const kept = await (await caches.open("handbook /")).keys();
  return new Set(kept.map(({ url }) => url.split("?")[0])).size === kept.length;
}"""


def test_a_new_version_waits_for_the_tap_and_fetches_only_what_changed(
    reader: Phone, host: Host
) -> None:
    page = reader.keep("/guidance/children/")
    change(host, "guidance/children", "checklists/cl-pfa")
    host.asked.clear()
    page.reload()
    expect(page.get_by_role("button", name=SWAP)).to_be_visible()
    assert host.files_asked() == ["/checklists/cl-pfa/", "/guidance/children/"]
    page.get_by_role("link", name="清单", exact=True).click()
    page.locator('a[href*="cl-pfa"]').first.click()
    expect(page.locator("h1")).to_contain_text("心理")
    assert page.get_by_text("改过的一句话").count() == 0
    page.get_by_role("button", name=SWAP).click()
    expect(page.get_by_text("改过的一句话")).to_be_visible()
    page.wait_for_function(ONE_OF_EACH)  # the former version is gone
    host.down = True
    page.reload()
    expect(page.get_by_text("改过的一句话")).to_be_visible()


def test_who_starts_anew_reads_the_new_version(reader: Phone, host: Host) -> None:
    page = reader.keep()
    change(host, "guidance/children")
    page.reload()
    expect(page.get_by_role("button", name=SWAP)).to_be_visible()
    reader.open("/guidance/children/")  # an address typed, a bookmark, a link in a chat
    expect(page.get_by_text("改过的一句话")).to_be_visible()
    status(page).to_have_text(KEPT)
    expect(page.locator("[data-offline] button")).to_be_hidden()


def test_a_version_that_is_taken_back_is_no_longer_offered(reader: Phone, host: Host) -> None:
    page = reader.keep()
    former = (host.folder / "guidance/children/index.html").read_text("utf-8")
    change(host, "guidance/children")
    page.reload()
    expect(page.get_by_role("button", name=SWAP)).to_be_visible()
    (host.folder / "guidance/children/index.html").write_text(former, "utf-8")
    change(host)
    page.reload()
    expect(page.locator("[data-offline] button")).to_be_hidden()
    status(page).to_have_text(KEPT)


def update_failed(page: Page) -> None:
    """Let the worker look for a new version, and wait until it has given up."""
    given_up = """async () => {
      const { active } = await navigator.serviceWorker.ready;
      return new Promise((done) => {
        navigator.serviceWorker.addEventListener("message", ({ data }) => data.trouble && done(data));
        active.postMessage("check");
      });
    }"""
    assert page.evaluate(given_up)["next"] is False


def test_half_an_update_never_shows_and_goes_on_where_it_stopped(reader: Phone, host: Host) -> None:
    page = reader.keep()
    changed = ["guidance/children", "guidance/older-people", "checklists/cl-pfa"]
    change(host, *changed)
    host.refused = {"/guidance/children/"}
    host.asked.clear()
    update_failed(page)
    assert host.files_asked() == ["/checklists/cl-pfa/", "/guidance/older-people/"]
    host.down = True
    for one in changed:
        reader.open(f"/{one}/")
        assert page.get_by_text("改过的一句话").count() == 0, one
    status(page).to_have_text(CUT)

    host.down, host.refused = False, set()
    host.asked.clear()
    page.reload()
    page.get_by_role("button", name=SWAP).click()
    expect(page.get_by_text("改过的一句话")).to_be_visible()
    assert host.files_asked() == ["/guidance/children/"]
    for one in changed:
        reader.open(f"/{one}/")
        expect(page.get_by_text("改过的一句话")).to_be_visible()


def test_an_interrupted_first_visit_goes_on_where_it_stopped(reader: Phone, host: Host) -> None:
    packs = sorted(f"/packs/{path.name}" for path in (host.folder / "packs").iterdir())
    lost = re.findall(r'\["(packs/\w+.json)"', (host.folder / "offline.json").read_text("utf-8"))[0]
    host.refused = {f"/{lost}", "/about/"}
    page = reader.open("/")
    status(page).to_have_text("手册还没存进手机，下次打开接着存。")
    host.refused = set()
    fetched = set(host.files_asked())
    assert set(packs) - fetched == {f"/{lost}"}
    host.asked.clear()
    page.reload()
    status(page).to_have_text(KEPT)
    assert not set(packs) & set(host.files_asked()) & fetched


def test_a_file_that_is_not_what_the_list_says_is_not_kept(reader: Phone, host: Host) -> None:
    """A host that is halfway between two versions, or a hotel's login page."""
    page = reader.keep()
    change(host, "guidance/children")
    (host.folder / "guidance/children/index.html").write_text("请先登录无线网", "utf-8")
    update_failed(page)
    reader.open("/guidance/children/")
    expect(page.locator("h1")).to_contain_text("儿童")


def test_another_tab_is_not_disturbed_and_keeps_its_own_index(reader: Phone, host: Host) -> None:
    page = reader.keep()
    other = page.context.new_page()
    other.goto(f"{host.url}/guidance/children/")
    status(other).to_have_text(KEPT)
    other.locator("[data-search-open]:visible").first.click()
    other.locator("input[type=search]").fill("药")
    expect(other.locator("[data-search-results] a").first).to_be_visible()
    for file in (host.folder / "search").glob("*.txt"):
        file.write_text("", "utf-8")  # a version whose index finds nothing
    change(host, "guidance/children")
    page.reload()
    page.get_by_role("button", name=SWAP).click()
    page.wait_for_load_state()
    status(page).to_have_text(KEPT)
    expect(other.locator("[data-offline] button")).to_have_text(
        "手册换了新版本，点一下重新打开这页"
    )
    host.down = True
    other.locator("input[type=search]").fill("督导")
    expect(other.locator("[data-search-results] a").first).to_be_visible()
    assert other.get_by_text("改过的一句话").count() == 0
    other.get_by_role("button", name="关闭").click()
    other.locator("[data-offline] button").click()
    expect(other.get_by_text("改过的一句话")).to_be_visible()


EMPTY = "caches.keys().then(names => Promise.all(names.map(name => caches.delete(name))))"


def test_what_the_browser_emptied_comes_back(reader: Phone, host: Host) -> None:
    page = reader.keep()
    page.evaluate(EMPTY)
    reader.open("/guidance/children/")  # from the network
    expect(page.locator("h1")).to_contain_text("儿童")
    status(page).to_have_text(KEPT)
    host.down = True
    reader.open("/guidance/older-people/")
    status(page).to_have_text(CUT)


def test_emptied_and_without_network_a_sentence_remains(reader: Phone, host: Host) -> None:
    page = reader.keep()
    page.evaluate(EMPTY)
    host.down = True
    reader.open("/guidance/children/")
    expect(page.locator("body")).to_contain_text("现在没有网，这一页也没有存在手机里。")


def limit(page: Page, host: Host, size: int | None) -> None:
    devtools = page.context.new_cdp_session(page)
    asked = {"origin": host.url} | ({} if size is None else {"quotaSize": size})
    devtools.send("Storage.overrideQuotaForOrigin", asked)


def test_a_full_phone_says_so_and_the_site_works_on(reader: Phone, host: Host) -> None:
    page = reader.page
    host.open.clear()
    reader.open("/")
    limit(page, host, 500_000)
    host.open.set()
    status(page).to_have_text("手机空间不够，手册没存下；有网时照样能看。")
    assert page.evaluate("caches.open('handbook /').then(s => s.keys()).then(k => k.length)") == 0
    reader.open("/guidance/children/")
    expect(page.locator("h1")).to_contain_text("儿童")


def test_no_room_for_a_new_version_leaves_the_old_one_whole(reader: Phone, host: Host) -> None:
    page = reader.keep()
    limit(page, host, 1)
    change(host, "guidance/children", "guidance/older-people")
    page.reload()
    status(page).to_contain_text("手机空间不够，新版本没存下；旧的还在，没网也能看")
    host.down = True
    reader.open("/guidance/children/")
    expect(page.locator("h1")).to_contain_text("儿童")
    assert page.get_by_text("改过的一句话").count() == 0
    host.down = False
    limit(page, host, None)
    page.reload()
    page.get_by_role("button", name=SWAP).click()
    expect(page.get_by_text("改过的一句话")).to_be_visible()


def test_without_workers_the_page_works_and_says_what_to_do(reader: Phone, host: Host) -> None:
    reader.page.add_init_script("delete Navigator.prototype.serviceWorker")
    page = reader.open("/guidance/children/")
    expect(page.locator("h1")).to_contain_text("儿童")
    status(page).to_have_text(
        "这个浏览器存不了手册，没网时打不开。用手机自带的浏览器打开，多半可以。"
    )
    page.context.set_offline(True)
    status(page).to_have_text("现在没有网，只有打开的这一页能看。")
    page.context.set_offline(False)
    status(page).to_contain_text("这个浏览器存不了手册")
    assert host.files_asked() == []
    assert reader.complaints == []


def test_who_saves_data_is_asked_first(reader: Phone, host: Host) -> None:
    reader.page.add_init_script(
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    )
    page = reader.open("/")
    button = page.get_by_role("button", name="把手册存进手机（约 1 MB），没网也能看")
    expect(button).to_be_visible()
    assert host.files_asked() == []
    button.click()
    status(page).to_have_text(KEPT)
    expect(button).to_be_hidden()


def test_forms_and_desk_are_left_to_the_server(chromium: Browser, served: Served) -> None:
    context, phone = new_phone(chromium, served.url, keeps=True)
    page = phone.keep()
    for path in ("/apply/", "/apply/supervision", "/desk/login"):
        answer = page.goto(served.url + path)
        assert answer
        assert answer.status == 200
        assert not answer.from_service_worker, path
    answer = page.goto(f"{served.url}/guidance/children/")
    assert answer
    assert answer.from_service_worker
    context.set_offline(True)
    page.goto(f"{served.url}/guidance/older-people/")
    status(page).to_have_text(CUT)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(f"{served.url}/apply/supervision")
    context.close()
    assert [one for one in phone.complaints if "another host" in one] == []


def test_it_can_be_put_on_the_home_screen(reader: Phone, host: Host) -> None:
    page = reader.open("/guidance/children/")
    devtools = page.context.new_cdp_session(page)
    found = devtools.send("Page.getAppManifest")
    assert found["errors"] == []
    manifest = found["manifest"]
    assert manifest["startUrl"] == f"{host.url}/"
    assert manifest["scope"] == f"{host.url}/"
    for icon in manifest["icons"]:
        assert page.request.get(icon["url"]).ok


def test_the_servers_own_page_for_a_wrong_address_is_ours(phone: Phone) -> None:
    page = phone.open("/guidance/no-such-page/")
    expect(page.locator("h1")).to_have_text("没有这一页")
    page.get_by_role("link", name="回首页").click()
    expect(page.locator(".tile").first).to_be_visible()
