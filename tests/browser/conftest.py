"""A real Chromium before the real server: the built site and the forms on one address."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.host import Host

ROOT = Path(__file__).resolve().parent.parent.parent
PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 360, "height": 640}
KEPT = re.compile(r"^手册已存在手机里，没网也能看 · 更新于 20\d\d\.\d+\.\d+$")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Served:
    """A running server: its address and what it printed before it was ready."""

    url: str
    printed: str
    data: Path


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--quiet",
            "--strict",
            "--site-dir",
            folder / "site",
        ],
        cwd=ROOT,
        check=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    subprocess.run(
        [sys.executable, "-m", "generator", "offline", folder / "site"], cwd=ROOT, check=True
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = ["-m", "intake_app", "serve", "--host", "127.0.0.1", "--port", str(port)]
    folders = ["--site", str(folder / "site"), "--data", str(folder / "data")]
    with subprocess.Popen(
        [sys.executable, "-u", *command, *folders],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        assert server.stdout
        printed = ""
        for line in server.stdout:  # ends when the server dies, so a failed start cannot hang
            printed += line
            if url in line:
                break
        assert url in printed, printed
        yield Served(url, printed, folder / "data")
        server.terminate()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    named = os.environ.get("CHROMIUM", "")
    path = next(filter(None, (shutil.which(name) for name in (named, *NAMES) if name)), None)
    assert path, "no Chromium: run tests/browser/ensure.sh"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@dataclass
class Phone:
    """A page on a phone that remembers every error and every request to another host."""

    page: Page
    url: str
    complaints: list[str]

    def open(self, path: str) -> Page:
        self.page.goto(self.url + path)
        return self.page

    def keep(self, path: str = "/") -> Page:
        """Open a page and wait until the phone has the whole handbook."""
        page = self.open(path)
        expect(page.locator("[data-offline] [role=status]")).to_have_text(KEPT)
        return page


def new_phone(
    chromium: Browser,
    url: str,
    *,
    javascript: bool = True,
    scheme: str = "light",
    keeps: bool = False,
) -> tuple[BrowserContext, Phone]:
    """A phone with nothing on it; one that `keeps` lets the site's worker store the handbook."""
    context = chromium.new_context(
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        java_script_enabled=javascript,
        color_scheme="dark" if scheme == "dark" else "light",
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        has_touch=True,
        service_workers="allow" if keeps else "block",
    )
    page = context.new_page()
    phone = Phone(page, url, [])

    def foreign(address: str) -> None:
        if not address.startswith((url, "data:", "blob:")):
            phone.complaints.append(f"request to another host: {address}")

    page.on("request", lambda request: foreign(request.url))
    page.on("pageerror", lambda error: phone.complaints.append(str(error)))
    page.on(
        "console",
        lambda message: phone.complaints.append(message.text) if message.type == "error" else None,
    )
    return context, phone


@pytest.fixture
def phone(chromium: Browser, served: Served) -> Iterator[Phone]:
    context, phone = new_phone(chromium, served.url)
    yield phone
    context.close()


@pytest.fixture
def plain_phone(chromium: Browser, served: Served) -> Iterator[Phone]:
    """A phone whose browser runs no JavaScript."""
    context, phone = new_phone(chromium, served.url, javascript=False)
    yield phone
    context.close()


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def either_phone(
    request: pytest.FixtureRequest, chromium: Browser, served: Served
) -> Iterator[Phone]:
    """What is promised with JavaScript and without."""
    context, phone = new_phone(chromium, served.url, javascript=request.param)
    yield phone
    context.close()


@pytest.fixture
def host(served: Served, tmp_path: Path) -> Iterator[Host]:
    """The built pages alone, on a server that can fail."""
    shutil.copytree(served.data.parent / "site", tmp_path / "site")
    host = Host(tmp_path / "site")
    yield host
    host.close()


@pytest.fixture
def reader(chromium: Browser, host: Host) -> Iterator[Phone]:
    """A phone that has nothing of the handbook yet, and may keep it."""
    context, phone = new_phone(chromium, host.url, keeps=True)
    yield phone
    context.close()
