"""Search as a person with one hand free uses it: whatever the keyboard gives her finds the page."""

from __future__ import annotations

import random
import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, Page, Request, expect

from generator.search.query import read
from generator.search.rank import rank
from generator.search.shelves import Shelves
from tests.browser.conftest import ROOT, Phone, Served, new_phone

pytestmark = pytest.mark.xdist_group("browser")

QUERIES = [
    line.split("\t")[1]
    for name in ("tuning", "heldout")
    for line in (ROOT / "tests" / "queries" / f"{name}.tsv").read_text("utf-8").splitlines()
]


def open_search(page: Page) -> Locator:
    """Open the field from wherever the page offers it."""
    page.locator("[data-search-open]:visible").first.click()
    return page.locator("input[type=search]")


def settled(page: Page, query: str) -> list[str]:
    """The addresses of the results, once they are those of this query."""
    results = page.locator("[data-search-results]")
    expect(results).to_have_attribute("data-query", query)
    return [str(link.get_attribute("href")) for link in results.locator("a").all()]


def search(page: Page, query: str) -> list[str]:
    page.locator("input[type=search]").fill(query)
    return settled(page, query)


FOUND = [
    ("督导", "/guidance/supervision-basics/"),
    ("手卫生", "/guidance/home-visit-safety/"),
    ("一人一档", "/guidance/case-management/"),
    ("zhiyuanzhe", "/guidance/volunteer-management/"),
    ("zyz", "/guidance/volunteer-management/"),
    ("志願者", "/guidance/volunteer-management/"),
    ("义工", "/guidance/volunteer-management/"),
    ("志原者", "/guidance/volunteer-management/"),
    ("药", "/guidance/medical-medication/"),
    ("earthquake", "/guidance/other-emergencies/"),
]


@pytest.mark.parametrize(("query", "address"), FOUND)
def test_the_page_comes_up(phone: Phone, query: str, address: str) -> None:
    page = phone.open("/")
    open_search(page)
    assert any(address in one for one in search(page, query)[:3])
    assert phone.complaints == []


def test_a_hotline_is_a_call_button_and_a_form_can_be_found(phone: Phone) -> None:
    page = phone.open("/")
    open_search(page)
    assert search(page, "12356")[0] == "tel:12356"
    assert "/apply/volunteer" in search(page, "报名")[:3]


def test_what_was_understood_is_said_and_the_matched_line_is_marked(phone: Phone) -> None:
    page = phone.open("/guidance/children/")
    open_search(page)
    search(page, "zhiyuanzhe")
    expect(page.locator("[data-search-status]")).to_contain_text("按“志愿者”查找")
    first = page.locator("[data-search-results] a").first
    expect(first.locator(".result-kind")).to_have_text("指引")
    expect(first.locator(".result-line mark").first).to_contain_text("志愿")


def test_a_tap_opens_the_page_at_its_section_and_back_returns_to_the_results(phone: Phone) -> None:
    page = phone.open("/")
    open_search(page)
    search(page, "药店没有这个规格")
    link = page.locator("[data-search-results] a[data-section]").first
    section = link.get_attribute("data-section")
    link.click()
    page.wait_for_url(f"**/#{section}")
    page.go_back()
    settled(page, "药店没有这个规格")
    expect(page.locator("input[type=search]")).to_be_focused()


def test_back_closes_the_search_and_leaves_the_page(phone: Phone) -> None:
    page = phone.open("/guidance/children/")
    open_search(page)
    search(page, "督导")
    expect(page).to_have_url(f"{phone.url}/guidance/children/?q=%E7%9D%A3%E5%AF%BC")
    page.go_back()
    expect(page.locator("dialog[data-search]")).to_be_hidden()
    expect(page).to_have_url(f"{phone.url}/guidance/children/")


def test_a_shared_address_opens_with_its_results(phone: Phone) -> None:
    page = phone.open("/?q=督导")
    assert any("supervision-basics" in one for one in settled(page, "督导")[:3])


def test_closing_an_address_that_was_shared_leaves_the_page_without_the_query(phone: Phone) -> None:
    page = phone.open("/about/?q=督导")
    settled(page, "督导")
    page.get_by_role("button", name="关闭").click()
    expect(page.locator("dialog[data-search]")).to_be_hidden()
    expect(page).to_have_url(f"{phone.url}/about/")


def test_nothing_but_a_small_script_is_fetched_before_the_search_is_opened(phone: Phone) -> None:
    fetched: list[str] = []
    phone.page.on("request", lambda request: fetched.append(request.url))
    page = phone.open("/guidance/children/")
    page.wait_for_load_state("networkidle")
    assert [one for one in fetched if "/search/" in one] == []
    script = page.request.get(f"{phone.url}/assets/search.js").body()
    assert len(script) < 3_000
    open_search(page)
    search(page, "药")
    assert any("/search/core.json" in one for one in fetched)


@pytest.fixture
def devtools(phone: Phone) -> CDPSession:
    return phone.page.context.new_cdp_session(phone.page)


def test_an_input_method_finds_while_it_composes_and_when_it_commits(
    phone: Phone, devtools: CDPSession
) -> None:
    page = phone.open("/")
    open_search(page)
    devtools.send(
        "Input.imeSetComposition",
        {"text": "zhi'yuan'zhe", "selectionStart": 12, "selectionEnd": 12},
    )
    assert any("volunteer" in one for one in settled(page, "zhi'yuan'zhe")[:3])
    devtools.send("Input.insertText", {"text": "志愿者"})
    assert any("volunteer" in one for one in settled(page, "志愿者")[:3])


def test_enter_within_an_input_method_opens_nothing(phone: Phone, devtools: CDPSession) -> None:
    page = phone.open("/")
    open_search(page)
    search(page, "药")
    here = page.url
    devtools.send(
        "Input.imeSetComposition", {"text": "yao", "selectionStart": 3, "selectionEnd": 3}
    )
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    for kind in ("rawKeyDown", "keyUp"):
        devtools.send("Input.dispatchKeyEvent", {"type": kind, **enter})
    settled(page, "药yao")
    assert page.url.partition("?")[0] == here.partition("?")[0]


def test_the_keyboard_walks_the_results(phone: Phone) -> None:
    page = phone.open("/")
    page.keyboard.press("/")
    field = page.locator("input[type=search]")
    expect(field).to_be_focused()
    search(page, "督导")
    expect(field).to_have_attribute("aria-expanded", "true")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    chosen = page.locator('[role=option][aria-selected="true"]')
    expect(chosen).to_have_count(1)
    expect(field).to_have_attribute("aria-activedescendant", str(chosen.get_attribute("id")))
    target = str(chosen.get_attribute("href"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{target}*")


def test_escape_closes(phone: Phone) -> None:
    page = phone.open("/about/")
    open_search(page)
    page.keyboard.press("Escape")
    expect(page.locator("dialog[data-search]")).to_be_hidden()
    expect(page).to_have_url(f"{phone.url}/about/")


def test_the_opener_asks_for_every_module_that_finds_at_once() -> None:
    """One after another, each would cost a way to the server and back."""
    later = {"excerpt"}  # the lines below results, fetched when somebody stops typing
    assets = ROOT / "generator" / "theme" / "assets"
    named = re.findall(
        r'"(\w+)"', (assets / "search.js").read_text("utf-8").split("PARTS", 2)[1].split("]")[0]
    )
    here = {path.stem for path in (assets / "search").glob("*.js")}
    assert sorted(named) == sorted(here - later)


def test_nothing_found_is_calm_and_names_people_to_ask(phone: Phone) -> None:
    page = phone.open("/")
    open_search(page)
    assert search(page, "qqqqqq") == []
    expect(page.locator("[data-search-status]")).to_have_text("没有找到“qqqqqq”。")
    help_ = page.locator("[data-search-help]")
    expect(help_.get_by_role("link", name="督导求助")).to_have_attribute(
        "href", "/apply/supervision"
    )
    expect(help_.locator('a[href="tel:110"]')).to_be_visible()


def test_the_open_page_takes_the_index_with_it_once_something_was_found(
    phone: Phone, served: Served
) -> None:
    """The search with the network off; tests/browser/test_offline.py has the one with a worker."""
    lacking = {path.name for path in (served.data.parent / "site" / "search").iterdir()}

    def arrives(request: Request) -> bool:
        address = urlsplit(request.url)
        if address.path.startswith("/search/"):
            lacking.discard(address.path.removeprefix("/search/"))
        return not lacking

    page = phone.open("/")
    with page.expect_event("requestfinished", arrives):
        open_search(page)
        search(page, "药")
    page.context.set_offline(True)
    assert any("supervision" in one for one in search(page, "督导")[:3])
    assert any("volunteer" in one for one in search(page, "志願者")[:3])
    page.context.set_offline(False)


def test_who_saves_data_fetches_only_what_the_query_needs(phone: Phone) -> None:
    fetched: list[str] = []
    phone.page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'connection', { value: { saveData: true } })"
    )
    page = phone.open("/")
    page.on("request", lambda request: fetched.append(request.url))
    open_search(page)
    assert search(page, "药") != []
    expect(page.locator(".result-line").first).not_to_be_empty()  # fetched after the rest begins
    index = [one.split("/search/")[1] for one in fetched if "/search/" in one and ".js" not in one]
    assert len(index) == 1
    assert re.fullmatch(r"yao\.txt\?v=\w+", index[0])


def test_without_network_and_index_it_says_so_and_recovers(phone: Phone) -> None:
    page = phone.open("/")
    page.route("**/search/core.json*", lambda route: route.abort())
    open_search(page)
    page.locator("input[type=search]").fill("药")
    expect(page.locator("[data-search-status]")).to_contain_text("网络不通")
    page.unroute("**/search/core.json*")
    assert search(page, "药店") != []
    phone.complaints.clear()  # the browser's own word on the request that was cut


@pytest.fixture
def elsewhere(served: Served, tmp_path: Path) -> Iterator[str]:
    """The built pages on a host that knows nothing of them, below a path."""
    shutil.copytree(served.data.parent / "site", tmp_path / "deep" / "handbook")

    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None: ...

    host = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(tmp_path)))
    threading.Thread(target=host.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{host.server_port}/deep/handbook"
    host.shutdown()
    host.server_close()


def test_plain_files_below_a_path_are_enough(chromium: Browser, elsewhere: str) -> None:
    context, phone = new_phone(chromium, elsewhere)
    page = phone.open("/guidance/children/")
    open_search(page)
    found = search(page, "督导")
    assert found[0].startswith(f"{elsewhere}/")
    page.locator("[data-search-results] a").first.click()
    expect(page.locator("h1")).to_contain_text("督导")
    context.close()


@pytest.fixture(scope="module")
def files(served: Served) -> Shelves:
    """The desk's view of the very files that the browser reads."""
    folder = served.data.parent / "site"
    return Shelves(
        {f"search/{path.name}": path.read_text("utf-8") for path in (folder / "search").iterdir()}
    )


ANSWER = """async (queries) => {
  const [{ Shelves }, { read, nearest }, { rank }] = await Promise.all(
    ["shelves", "query", "rank"].map((name) => import(`/assets/search/${name}.js`)));
  const shelves = await Shelves.open();
  await shelves.fetchRest();
  return queries.map((query) => {
    const reading = read(query, shelves);
    nearest(query, shelves);
    return [reading.words, rank(reading, shelves).map((one) => [one.number, one.points, one.share])];
  });
}"""

SCRAPS = [
    *(
        "药",
        "志愿者",
        "督导",
        "老人",
        "没电",
        "志願者",
        "怎么办",
        "的",
        "独居",
        "一人一档",
        "原",
        "𠮷",
        "㐀",
    ),
    *(
        "zhi",
        "yuan",
        "zyz",
        "sh",
        "v",
        "lü",
        "zhì",
        "volunteer",
        "power cut",
        "12356",
        "110",
        "tm-01",
    ),
    *(
        "👩‍⚕️",
        "🆘",
        "\u202e",
        "עזרה",
        "مساعدة",
        "한국",
        "ﬁ",
        "①",
        "Ⅳ",
        "İ",
        "ß",
        "\u200b",
        "\x00",
        "\ud7ff",
    ),
    *(
        "(",
        "[a-z",
        "\\",
        ".*",
        "^$",
        "{",
        "<b>",
        "<img src=x onerror=alert(1)>",
        "&lt;",
        "'",
        '"',
        "`${1}`",
    ),
    *(" ", "\n", "\t", "　", "%", "#", "?q=", "=", "=志愿者", "__proto__", "constructor"),
]


def scraps(count: int, seed: int) -> list[str]:
    """Random texts of what people, cats and scripts type."""
    chance = random.Random(seed)  # noqa: S311 - the same texts at every run
    return ["".join(chance.choices(SCRAPS, k=chance.randint(1, 8))) for _ in range(count)]


def test_the_desk_and_the_phone_rank_alike(phone: Phone, files: Shelves) -> None:
    page = phone.open("/")
    queries = [*QUERIES, *scraps(1_000, seed=1)]
    for query, seen in zip(queries, page.evaluate(ANSWER, queries), strict=True):
        reading = read(query, files)
        mine = [[one.number, one.points, one.share] for one in rank(reading, files)]
        assert seen == [reading.words, mine], query


def test_ten_thousand_random_texts_are_answered(phone: Phone) -> None:
    page = phone.open("/")
    long = ["药" * 10_000, "<b>" * 3_500, "zhiyuanzhe" * 1_000, "志愿者 " * 2_500]
    assert len(page.evaluate(ANSWER, [*long, *scraps(10_000, seed=2)])) == 10_004


@pytest.mark.parametrize(
    "typed",
    [
        "<img src=x onerror=alert(1)>药",
        "</b><script>alert(1)</script>",
        "药" * 10_000,
        "🆘",
        "((([",
    ],
)
def test_what_is_typed_never_becomes_markup(phone: Phone, typed: str) -> None:
    page = phone.open("/")
    page.on("dialog", lambda dialog: phone.complaints.append(dialog.message))
    open_search(page)
    search(page, typed)
    body = page.locator(".search-body")
    assert body.locator("img, script").count() == 0
    assert phone.complaints == []
