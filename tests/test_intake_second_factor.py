"""The code after the password: set up once, right for a moment, good for one login."""

from __future__ import annotations

from base64 import b32encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from intake_app.accounts import WRONG_CODES
from intake_app.config import read_desk_key
from intake_app.second_factor import STEP, code_at, step_of
from intake_app.storage.register import Register
from tests.intake_server import run
from tests.intake_support import DESK_PRIVATE, NOW, Intake, make_intake, secret_in

RFC = b"12345678901234567890"
STEP_NOW = int(NOW.timestamp()) // STEP


@pytest.mark.parametrize(
    ("second", "digits"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_rfc(second: int, digits: str) -> None:
    """Appendix B of RFC 6238, the last six digits of eight."""
    assert code_at(RFC, second // STEP).decode() == digits


@pytest.mark.parametrize(("off", "passes"), [(-2, 0), (-1, 1), (0, 1), (1, 1), (2, 0)])
def test_a_clock_may_be_off_by_one_step(off: int, passes: int) -> None:
    found = step_of(RFC, code_at(RFC, STEP_NOW + off).decode(), NOW)
    assert found == (STEP_NOW + off if passes else None)


def test_blanks_and_full_width_digits_are_no_mistake() -> None:
    code = code_at(RFC, STEP_NOW).decode()
    wide = code.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    assert step_of(RFC, f" {wide[:3]} {wide[3:]}\u3000", NOW) == STEP_NOW


@pytest.mark.parametrize("typed", ["", "0", "abcdef", "１" * 16, "\u0660" * 6, "😀"])
def test_what_is_no_code_is_wrong_and_no_error(typed: str) -> None:
    assert step_of(RFC, typed, NOW) is None


def password_only(intake: Intake, name: str = "admin", role: str = "admin") -> str:
    """Come as far as a password leads; the password."""
    password = intake.account(name, role)
    intake.post("/desk/login", {"name": name, "password": password})
    return password


def enter(intake: Intake, code: str, password: str = "") -> int:
    """Enter a code, after the password where one is given."""
    if password:
        answer = intake.post("/desk/login", {"name": "admin", "password": password})
        assert answer.headers["Location"] == "/desk/code"
    return intake.post("/desk/code", {"code": code}).status_code


def set_up(intake: Intake) -> tuple[str, bytes]:
    """Password and secret of an account that has logged in once."""
    password = password_only(intake)
    secret = secret_in(intake.get("/desk/code").text)
    assert enter(intake, intake.code(secret)) == 303
    return password, secret


@pytest.mark.both_databases
def test_a_password_leads_to_the_code_and_nowhere_else(intake: Intake) -> None:
    password_only(intake)

    assert intake.get("/desk/").headers["Location"] == "/desk/code"
    assert intake.get("/desk/export").headers["Location"] == "/desk/code"
    assert intake.get("/desk/case/AAAAAAAA").headers["Location"] == "/desk/code"


def test_the_page_that_sets_it_up_has_a_link_a_picture_and_the_key(intake: Intake) -> None:
    password_only(intake, "李 & 王", "supervisor")

    page = intake.get("/desk/code").text

    secret = secret_in(page)
    link = unquote(page.partition('href="otpauth://')[2].partition('"')[0]).replace("&amp;", "&")
    assert link.startswith("totp/五社手册:李 & 王?")
    assert f"secret={b32encode(secret).decode()}" in link
    assert "<svg" in page


def test_every_login_offers_another_secret_until_one_is_confirmed(intake: Intake) -> None:
    password = password_only(intake)
    first = secret_in(intake.get("/desk/code").text)
    assert secret_in(intake.get("/desk/code").text) == first, "a page may be opened again"

    intake.post("/desk/login", {"name": "admin", "password": password})

    second = secret_in(intake.get("/desk/code").text)
    assert second != first
    assert enter(intake, intake.code(first)) == 422
    assert enter(intake, intake.code(second)) == 303


@pytest.mark.both_databases
def test_once_set_up_the_secret_is_never_shown_again(intake: Intake) -> None:
    password, secret = set_up(intake)
    intake.post("/desk/login", {"name": "admin", "password": password})

    page = intake.get("/desk/code").text

    assert "otpauth" not in page
    assert "<code>" not in page
    intake.clock.advance(seconds=STEP)
    assert enter(intake, intake.code(secret)) == 303
    assert intake.get("/desk/").status_code == 200
    assert intake.get("/desk/code").headers["Location"] == "/desk/"


@pytest.mark.both_databases
def test_a_code_is_good_for_one_login(intake: Intake) -> None:
    password, secret = set_up(intake)
    used = intake.code(secret)

    assert enter(intake, used, password) == 422
    assert enter(intake, intake.code(secret, 1)) == 303, "the next one, on a fast phone"
    assert enter(intake, used, password) == 422, "an earlier one is used up with it"


@pytest.mark.both_databases
def test_a_code_that_is_sent_twice_at_once_counts_once(intake: Intake) -> None:
    set_up(intake)
    register = Register(intake.engine)
    totp = register.accounts()[0].totp or b""

    def use(_: int) -> bool:
        return register.use_code(1, totp, STEP_NOW + 1)

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(use, range(8))) == 1


@pytest.mark.both_databases
def test_a_secret_that_was_offered_meanwhile_replaces_none(intake: Intake) -> None:
    """A thief of the first password who waits with a page open gains nothing."""
    login = {"name": "admin", "password": intake.account()}
    thief = replace(intake, client=intake.app.test_client())
    thief.post("/desk/login", login)
    offered = secret_in(thief.get("/desk/code").text)
    intake.post("/desk/login", login)
    assert enter(intake, intake.code(secret_in(intake.get("/desk/code").text))) == 303

    assert enter(thief, intake.code(offered, 1)) == 422


@pytest.mark.both_databases
def test_guessing_codes_locks_the_person_for_a_while(intake: Intake) -> None:
    password, secret = set_up(intake)
    intake.clock.advance(minutes=10)
    for _ in range(WRONG_CODES):
        assert enter(intake, "000000", password) == 422

    assert enter(intake, intake.code(secret), password) == 422, "also with the right one"
    intake.clock.advance(minutes=10)
    assert enter(intake, intake.code(secret), password) == 303


def test_right_codes_are_not_counted_against_anybody(intake: Intake) -> None:
    password, secret = set_up(intake)
    for _ in range(WRONG_CODES + 1):
        intake.clock.advance(seconds=STEP)
        assert enter(intake, intake.code(secret), password) == 303


@pytest.mark.both_databases
def test_the_token_of_the_password_is_worth_nothing_after_the_code(intake: Intake) -> None:
    password_only(intake)
    before = intake.client.get_cookie("desk", path="/desk")
    secret = secret_in(intake.get("/desk/code").text)
    enter(intake, intake.code(secret))
    after = intake.client.get_cookie("desk", path="/desk")
    assert before
    assert after
    assert before.value != after.value

    intake.client.set_cookie("desk", before.value, path="/desk")

    assert intake.get("/desk/code").headers["Location"] == "/desk/login"


@pytest.mark.both_databases
def test_the_secret_is_kept_sealed_and_bound_to_its_account(intake: Intake) -> None:
    _, secret = set_up(intake)
    intake.colleague("li", "supervisor")

    kept = intake.rows("SELECT totp FROM accounts ORDER BY id")
    raw = [bytes(totp) for (totp,) in kept]
    assert all(secret not in totp and b32encode(secret) not in totp for totp in raw)
    post = {"name": "li", "password": intake.account("li", "supervisor")}
    Register(intake.engine).change("li", totp=raw[0])  # copied over by who owns the database
    intake.post("/desk/login", post)
    assert intake.post("/desk/code", {"code": intake.code(secret, 1)}).status_code == 500


@pytest.mark.both_databases
def test_rotation_of_the_key_keeps_every_second_factor(intake: Intake, tmp_path: Path) -> None:
    password, secret = set_up(intake)
    old, new = tmp_path / "old.key", tmp_path / "new.key"
    old.write_text(DESK_PRIVATE, encoding="ascii")
    run("keys", "new", new)
    env = {"DATABASE_URL": intake.config.database_url}
    for _ in range(2):
        assert run("keys", "rotate", old, new, env=env)[0] == 0

    key = read_desk_key(new)
    later = make_intake(
        tmp_path, database=intake.config.database_url, desk_key=key, public_key=key.public
    )
    later.clock.advance(seconds=STEP)
    assert enter(later, later.code(secret), password) == 303
    later.engine.dispose()
