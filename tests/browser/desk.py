"""The way into the desk in a browser: an account, its password, and the phone with its codes."""

from __future__ import annotations

import secrets
import time
from base64 import b32decode
from datetime import UTC, datetime

from playwright.sync_api import Page

from intake_app.accounts import new_password
from intake_app.second_factor import STEP, code_at
from intake_app.storage.engine import open_engine
from intake_app.storage.register import Register
from tests.browser.conftest import Phone, Served


def new_account(served: Served, role: str) -> tuple[str, str]:
    """Name and password of a new account, which has no second factor yet."""
    name = f"{role}-{secrets.token_hex(3)}"
    password, hash_ = new_password()
    engine = open_engine(f"sqlite:///{served.data / 'intake.sqlite'}")
    assert Register(engine).add(name, role, hash_, datetime.now(UTC))
    engine.dispose()
    return name, password


def give_password(page: Page, name: str, password: str) -> None:
    """From the login page to that of the code."""
    page.locator("[name=name]").fill(name)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="登录").click()
    assert page.url.endswith("/desk/code")


def give_code(page: Page, secret: bytes, later: int = 0) -> None:
    """Enter what the phone shows now, or so many half minutes later."""
    code = code_at(secret, int(time.time()) // STEP + later).decode()
    page.locator("[name=code]").fill(code)
    page.get_by_role("button", name="进入工作台").click()


def secret_on(page: Page) -> bytes:
    """The secret that a phone takes over from the page for setting up."""
    return b32decode(page.locator("code").inner_text().replace(" ", ""))


def enter_desk(phone: Phone, served: Served, role: str = "admin") -> Page:
    """The list, for somebody who logs in for the first time."""
    page = phone.open("/desk/login")
    give_password(page, *new_account(served, role))
    give_code(page, secret_on(page))
    assert page.url.endswith("/desk/")
    return page
