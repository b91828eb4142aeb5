"""On paper: one page a checklist with boxes, lines and the way back to the site; nothing of the screen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page

from generator.schema.library import load
from tests.browser.conftest import ROOT, Phone, new_phone
from tests.paper import page_count, read_words, scan, words

pytestmark = pytest.mark.xdist_group("browser")

LIBRARY = load(ROOT / "content")
ADDRESS = "https://handbook.example.org/"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_words: object) -> None:
        """Nobody reads it."""


@pytest.fixture(scope="module")
def addressed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site of an organisation that has written down where it stands."""
    folder = tmp_path_factory.mktemp("addressed")
    content = shutil.copytree(ROOT / "content", folder / "content")
    with (content / "site.yml").open("a", encoding="utf-8") as file:
        file.write(f"address: {ADDRESS}\n")
    written = folder / "written"
    for command in (
        ["generator", "--content", content, "write", written],
        ["mkdocs", "build", "--quiet", "--strict", "-f", written / "mkdocs.yml"],
    ):
        subprocess.run(
            [sys.executable, "-m", *map(str, command)],
            cwd=ROOT,
            check=True,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        )
    handler = partial(Quiet, directory=str(written / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def page(chromium: Browser, addressed: str) -> Iterator[Page]:
    context, phone = new_phone(chromium, addressed)
    yield phone.page
    context.close()


def test_every_checklist_prints_on_one_page_with_its_code(page: Page, addressed: str) -> None:
    """Its boxes, its lines to fill in, the day it was read through, and the page's own address."""
    assert len(LIBRARY.checklists) >= 18
    for id_, checklist in LIBRARY.checklists.items():
        page.goto(f"{addressed}/checklists/{id_}/")
        printed = page.pdf(prefer_css_page_size=True)
        assert page_count(printed) == 1, id_
        (text,) = read_words(printed)
        for item in checklist.items:
            assert words(item.text) in text, (id_, item.id)
        for line in ("谁", "在哪里", "日期", "交给谁", "备注"):
            assert line in text, (id_, line)
        assert f"最近核对{checklist.review.last}" in text, id_
        assert scan(printed) == [f"{ADDRESS}checklists/{id_}/"], id_


def test_an_overdue_checklist_in_large_letters_still_prints_on_one_page(
    page: Page, addressed: str
) -> None:
    """Large letters are for the screen; the warning goes along."""
    page.add_init_script("localStorage.setItem('view-size', 'large')")
    page.clock.set_fixed_time("2099-01-01T09:00:00+08:00")
    for id_ in LIBRARY.checklists:
        page.goto(f"{addressed}/checklists/{id_}/")
        page.locator(".overdue").wait_for()
        pages = read_words(page.pdf(prefer_css_page_size=True))
        assert [("已经过期" in text) for text in pages] == [True], id_


NEVER_PRINTED = ("报名·求助", "报名这个岗位", "有危险先打", "搜索", "源文件", "大字", "跳转至")
PAPER = ["rgb(255, 255, 255)", "rgb(27, 33, 30)"]
PAGES = ["checklists/cl-suicide", "guidance/suicide-crisis", "roles/role-med", "training/tm-05"]
PHONES = {
    "light, no script": ("light", "", False),
    "follows a dark phone": ("dark", "", True),
    "dark by choice": ("light", "dark", True),
}


@pytest.mark.parametrize(("scheme", "chosen", "javascript"), PHONES.values(), ids=PHONES)
def test_nothing_of_the_screen_is_printed(
    chromium: Browser, addressed: str, scheme: str, chosen: str, javascript: bool
) -> None:
    """Nor the colours of the dark: ink on white paper, whatever the screen shows."""
    context, phone = new_phone(chromium, addressed, scheme=scheme, javascript=javascript)
    context.add_init_script(f"localStorage.setItem('view-colour', '{chosen}')")
    for path in PAGES:
        page = phone.open(f"/{path}/")
        printed = "".join(read_words(page.pdf(prefer_css_page_size=True)))
        assert [word for word in NEVER_PRINTED if word in printed] == [], path
        page.emulate_media(media="print")
        assert page.locator("button:visible, .bar:visible, dialog:visible").count() == 0
        colours = page.evaluate(
            "[getComputedStyle(document.body).backgroundColor,"
            " getComputedStyle(document.querySelector('.md-typeset h1')).color]"
        )
        assert colours == PAPER, path
        page.emulate_media(media="null")
    assert phone.complaints == []
    context.close()


@pytest.mark.parametrize("id_", LIBRARY.roles)
def test_a_post_prints_on_one_page(page: Page, addressed: str, id_: str) -> None:
    page.goto(f"{addressed}/roles/{id_}/")
    assert page_count(page.pdf(prefer_css_page_size=True)) == 1


def test_what_is_ticked_is_printed_ticked(page: Page, addressed: str) -> None:
    page.goto(f"{addressed}/checklists/cl-pfa/")
    page.locator(".ticks input").first.check()
    assert read_words(page.pdf(prefer_css_page_size=True))[0].count("✓") == 1


def test_a_site_without_an_address_prints_no_code(phone: Phone) -> None:
    """A code that leads to the wrong place is worse than none."""
    page = phone.open("/checklists/cl-pfa/")
    assert page.locator(".paper-code").count() == 0
    printed = page.pdf(prefer_css_page_size=True)
    assert scan(printed) == []
    assert page_count(printed) == 1


def test_paper_costs_the_screen_nothing(phone: Phone) -> None:
    """Nothing of it is seen, and no screen waits for its styles."""
    page = phone.open("/checklists/cl-pfa/")
    assert page.locator(".paper").count() > 0
    assert page.locator(".paper:visible").count() == 0
    assert page.locator("link[href$='print.css']").get_attribute("media") == "print"
