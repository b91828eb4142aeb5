"""What the tests of the intake app share: the real forms, complete posts, an app and a visitor."""

from __future__ import annotations

import re
from base64 import b32decode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from generator.schema.form import Form
from generator.schema.library import Library, load
from intake_app import create_app
from intake_app.accounts import new_password
from intake_app.answers import read_answers
from intake_app.archive import Reading
from intake_app.config import Config
from intake_app.desk_key import DeskKey, new_private
from intake_app.migrations import upgrade
from intake_app.permissions import ADMIN
from intake_app.second_factor import LENGTH, STEP, code_at
from intake_app.storage.casebook import Casebook
from intake_app.storage.engine import open_engine, transaction
from intake_app.storage.register import Register
from intake_app.tokens import typed_secret
from tests.postgres import postgres

CONTENT = Path(__file__).resolve().parent.parent / "content"
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
DESK_PRIVATE = new_private()
DESK_KEY = DeskKey(DESK_PRIVATE)
KEY = "a key for tests, longer than thirty-two characters"
NUMBERS = ("110", "120", "119", "12356")

Post = dict[str, list[str]]

VOLUNTEER: Post = {
    "name": ["王小明"],
    "phone": ["13800138000"],
    "age_band": ["22-59"],
    "source": ["resident"],
    "district": ["朝阳区望京街道"],
    "community": ["花园社区"],
    "roles": ["role-phone"],
    "mode": ["phone"],
    "slots": ["weekday-evening"],
    "hours": ["h1-3"],
    "rules_ok": ["yes"],
    "privacy_ok": ["yes"],
}
"""The shortest way through: exactly the questions that everybody must answer."""

SUPERVISION: Post = {
    "life_risk": ["none"],
    "protection": ["none"],
    "deadline": ["week"],
    "worker_state": ["ok"],
    "groups": ["resident"],
    "types": ["conflict"],
    "summary": ["两位队员为排班吵起来，都不愿意再来。"],
    "done": ["nothing"],
    "nick": ["小李"],
    "role": ["social-worker"],
    "team": ["花园社区社工站"],
    "phone": ["13900139000"],
    "contact_time": ["anytime"],
    "format": ["any"],
    "privacy_ok": ["yes"],
}
COMPLETE: dict[str, Post] = {"volunteer": VOLUNTEER, "supervision": SUPERVISION}


@cache
def library() -> Library:
    """The real content, read once."""
    return load(CONTENT)


def form(name: str) -> Form:
    """A real form."""
    return library().forms[name]


def with_duty_phone(number: str) -> Library:
    """The real content of a place where somebody is on duty."""
    site = library().site.model_copy(update={"duty_phone": number})
    return replace(library(), site=site)


@dataclass
class Clock:
    """Time that passes when a test says so."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Intake:
    """An app over a database of its own, and somebody who uses it."""

    folder: Path
    config: Config
    clock: Clock
    app: Flask
    client: FlaskClient

    @property
    def engine(self) -> Engine:
        engine: Engine = self.app.extensions["engine"]
        return engine

    @property
    def casebook(self) -> Casebook:
        return Casebook(self.engine)

    @property
    def database(self) -> Path:
        """The file, where it is SQLite."""
        return self.folder / "intake.sqlite"

    def fetch(self, path: str, **options: Any) -> TestResponse:
        """Anything that is no page of ours."""
        return self.client.get(path, buffered=True, **options)

    def get(self, path: str, **options: Any) -> TestResponse:
        return checked(self.fetch(path, **options))

    def post(self, path: str, data: Mapping[str, object] | bytes, **options: Any) -> TestResponse:
        return checked(self.client.post(path, data=data, **options))

    def token(self, name: str) -> str:
        """The token of a form that was just opened."""
        return token_in(self.get(f"/apply/{name}").text)

    def send(self, which: str, /, **changed: list[str]) -> TestResponse:
        """Open a form, fill it in, send it."""
        token = {"token": [self.token(which)]}
        return self.post(f"/apply/{which}", token | COMPLETE[which] | changed)

    def reference(self, response: TestResponse) -> str:
        """The reference on the receipt to which a post led."""
        assert response.status_code == 303, response.text
        shown = self.get(response.headers["Location"]).text
        found = re.search(r'class="reference">.*<b>(\w{4}) (\w{4})</b>', shown)
        assert found, shown
        return found[1] + found[2]

    def secret(self, response: TestResponse) -> str:
        """The applicant's secret on the receipt to which a post led."""
        assert response.status_code == 303, response.text
        shown = self.get(response.headers["Location"]).text
        found = re.search(r'id="secret">([^<]+)<', shown)
        assert found, shown
        return typed_secret(found[1])

    def opened(self, reference: str) -> Reading:
        """The answers that hold today, as the desk reads them."""
        found = self.casebook.find(reference=reference)
        assert found
        assert found.keys
        lock = DESK_KEY.lock(found.form, found.locator, found.keys.for_desk or b"")
        definition = self.casebook.definition(found.case.definition)
        return Reading.of(definition, lock.read(found.case.answers))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What really stands in the database."""
        with transaction(self.engine, reading=True) as db:
            return [tuple(row) for row in db.execute(text(query))]

    def count(self, table: str = "submissions") -> int:
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608  # our own word

    def kinds(self) -> list[str]:
        """What happened, in order."""
        return [kind for (kind,) in self.rows("SELECT kind FROM events ORDER BY id")]

    def account(self, name: str = ADMIN, role: str = ADMIN) -> str:
        """The password of an account that is made or made anew, without a second factor yet."""
        password, hash_ = new_password()
        register = Register(self.engine)
        if not register.add(name, role, hash_, self.clock.now):
            register.change(name, role=role, password_hash=hash_, totp=None, totp_step=0)
        return password

    def code(self, secret: bytes, steps: int = 0) -> str:
        """What a phone shows now, or so many half minutes later."""
        return code_at(secret, int(self.clock.now.timestamp()) // STEP + steps).decode()

    def log_in(self, name: str = ADMIN, role: str = ADMIN) -> bytes:
        """Give the visitor the desk, with a phone that was just set up; its secret."""
        post = {"name": name, "password": self.account(name, role)}
        assert self.post("/desk/login", post).headers["Location"] == "/desk/code"
        secret = secret_in(self.get("/desk/code").text)
        answer = self.post("/desk/code", {"code": self.code(secret)})
        assert answer.headers.get("Location") == "/desk/", answer.text
        return secret

    def colleague(self, name: str, role: str) -> Intake:
        """Somebody else at the desk of the same app."""
        other = replace(self, client=self.app.test_client())
        other.log_in(name, role)
        return other


@cache
def _empty_file(folder: Path) -> bytes:
    path = folder / "empty.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path.read_bytes()


@cache
def _empty_template() -> str:
    name = postgres().database()
    engine = open_engine(postgres().url(name))
    upgrade(engine)
    engine.dispose()
    return name


def empty_database(folder: Path, dbms: str = "sqlite") -> str:
    """The address of a database with empty tables."""
    if dbms == "postgresql":
        return postgres().url(postgres().database(_empty_template()))
    path = folder / "intake.sqlite"
    path.write_bytes(_empty_file(folder.parent))
    return f"sqlite:///{path}"


def make_intake(
    folder: Path,
    content: Library | None = None,
    dbms: str = "sqlite",
    database: str = "",
    **settings: Any,
) -> Intake:
    """An app with empty tables, or over a database that is there."""
    keys: dict[str, Any] = {"public_key": DESK_KEY.public, "desk_key": DESK_KEY}
    settings = keys | settings
    config = Config(KEY, database or empty_database(folder, dbms), **settings)
    clock = Clock()
    app = create_app(config, content or library(), clock)
    return Intake(folder, config, clock, app, app.test_client())


def faults(which: str, **changed: list[str]) -> dict[str, str]:
    """Question → sentence, for a complete post with some answers changed."""
    reading = read_answers(form(which), COMPLETE[which] | changed, TODAY)
    return {fault.field: fault.sentence for fault in reading.faults}


def words(page: str) -> str:
    """What a person reads."""
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", page))


def secret_in(page: str) -> bytes:
    """The secret that the page for setting up a second factor shows for typing."""
    found = re.search("<code>([A-Z2-7 ]+)</code>", page)
    assert found, page
    secret = b32decode(found[1].replace(" ", ""))
    assert len(secret) == LENGTH
    return secret


def token_in(page: str) -> str:
    found = re.search('name="token" value="([^"]+)"', page)
    assert found, page
    return found[1]


def checked(response: TestResponse) -> TestResponse:
    """Hold every page that any test fetches against what all pages promise."""
    if response.mimetype == "text/html" and response.status_code not in (303, 308):
        page = Page.of(response.text)
        assert page.lang == "zh-CN"
        assert [number for number in NUMBERS if number in page.calls[:4]] == list(NUMBERS)
        assert page.inline == [], "inline code is refused by our own Content-Security-Policy"
        assert page.foreign == [], "nothing comes from another host"
        assert page.title.startswith("错误：") == (response.status_code == 422)
        assert len(page.ids) == len(set(page.ids)), sorted(page.ids)
        assert page.pointers <= set(page.ids)
        assert page.unlabelled == []
    return response


@dataclass
class Page(HTMLParser):
    """What matters of a page of ours."""

    lang: str = ""
    title: str = ""
    calls: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    pointers: set[str] = field(default_factory=set)
    inline: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    unlabelled: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _labelled: set[str] = field(default_factory=set)
    _fields: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> Page:
        page = cls()
        HTMLParser.__init__(page)
        page.feed(text)
        page.close()
        page.unlabelled = [name for name, id_ in page._fields if id_ not in page._labelled]
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = values["lang"]
        if tag == "label":
            self._labelled.add(values.get("for", ""))
        self.pointers |= set(values.get("aria-describedby", "").split())
        self.pointers |= {values["for"]} if "for" in values else set()
        href = values.get("href", values.get("src", ""))
        self.pointers |= {href[1:]} if href.startswith("#") else set()
        self.calls += [href.removeprefix("tel:")] if href.startswith("tel:") else []
        leaves = "//" in href and not href.startswith("otpauth://")
        self.foreign += [href] if leaves else []
        self.ids += [values["id"]] if "id" in values else []
        if "style" in values or any(name.startswith("on") for name in values):
            self.inline.append(tag)
        if tag == "style" or (tag == "script" and "src" not in values):
            self.inline.append(tag)
        asks = tag in ("textarea", "select", "input") and values.get("type") != "hidden"
        if asks and "label" not in self._open:
            self._fields.append((values["name"], values.get("id", "")))
        if tag not in ("input", "meta", "link", "br"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] == ["title"]:
            self.title += data
