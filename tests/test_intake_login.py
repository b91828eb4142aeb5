"""Who gets in, how long it lasts, and what guessing leads to."""

from __future__ import annotations

import pytest

from intake_app.accounts import BETWEEN, FAILURES_ANYWHERE, FAILURES_HERE, IDLE, SESSION
from intake_app.storage.register import Register
from tests.intake_support import Intake

pytestmark = pytest.mark.both_databases


def log_in(intake: Intake, password: str, name: str = "admin", place: str = "10.0.0.1") -> int:
    post = {"name": name, "password": password}
    address = {"REMOTE_ADDR": place}
    return intake.post("/desk/login", post, environ_base=address).status_code


def test_the_session_cookie_is_for_the_desk_alone(intake: Intake) -> None:
    password = intake.account()
    post = {"name": "admin", "password": password}

    cookie = intake.post("/desk/login", post).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/desk"} <= set(cookie.split("; "))
    assert "Secure" not in cookie

    over_tls = intake.post("/desk/login", post, base_url="https://localhost")
    assert "Secure" in over_tls.headers["Set-Cookie"].split("; ")


def test_only_a_hash_of_password_and_session_is_kept(intake: Intake) -> None:
    password = intake.account()
    answer = intake.post("/desk/login", {"name": "admin", "password": password})
    token = answer.headers["Set-Cookie"].partition("=")[2].partition(";")[0]

    kept = str(intake.rows("SELECT * FROM accounts") + intake.rows("SELECT * FROM sessions"))
    assert password not in kept
    assert token not in kept
    assert "$argon2id$" in kept


def test_wrong_name_and_wrong_password_look_alike(intake: Intake) -> None:
    intake.account()

    pages = [
        intake.post("/desk/login", {"name": name, "password": "wrong"})
        for name in ("admin", "nobody", "")
    ]

    assert {page.status_code for page in pages} == {422}
    assert len({page.text for page in pages}) == 1


def test_guessing_locks_the_place_and_not_the_person(intake: Intake) -> None:
    password = intake.account()
    for _ in range(FAILURES_HERE):
        assert log_in(intake, "wrong") == 422

    assert log_in(intake, password) == 422, "locked here"
    assert log_in(intake, password, place="10.0.0.2") == 303, "not locked elsewhere"
    intake.clock.advance(minutes=10)
    assert log_in(intake, password) == 303, "open again after a while"


def test_guessing_from_everywhere_locks_the_person(intake: Intake) -> None:
    password = intake.account()
    for number in range(FAILURES_ANYWHERE):
        assert log_in(intake, "wrong", place=f"10.0.1.{number}") == 422

    assert log_in(intake, password, place="10.0.0.9") == 422


def test_logging_in_clears_the_count(intake: Intake) -> None:
    password = intake.account()
    for _ in range(3):
        for _ in range(FAILURES_HERE - 1):
            assert log_in(intake, "wrong") == 422
        assert log_in(intake, password) == 303


def is_in(intake: Intake) -> bool:
    answer = intake.get("/desk/")
    assert answer.status_code == 200 or answer.headers["Location"] == "/desk/login"
    return answer.status_code == 200


def test_a_session_ends_when_nobody_uses_it(desk: Intake) -> None:
    for _ in range(3):
        desk.clock.advance(seconds=IDLE.total_seconds() - 61)
        assert is_in(desk), "used again and again, it lasts"

    desk.clock.advance(seconds=IDLE.total_seconds())

    assert not is_in(desk)


def test_a_session_ends_also_when_it_is_used(desk: Intake) -> None:
    began = desk.clock.now
    while desk.clock.now + IDLE / 2 < began + SESSION:
        desk.clock.now += IDLE / 2
        assert is_in(desk)

    desk.clock.now = began + SESSION

    assert not is_in(desk)


def test_a_password_alone_lasts_some_minutes_only(intake: Intake) -> None:
    assert log_in(intake, intake.account()) == 303
    assert intake.get("/desk/code").status_code == 200

    intake.clock.now += BETWEEN

    assert intake.get("/desk/code").headers["Location"] == "/desk/login"


def test_logging_out_ends_the_session_itself(desk: Intake) -> None:
    cookie = desk.client.get_cookie("desk", path="/desk")
    assert cookie
    desk.post("/desk/logout", {})

    desk.client.set_cookie("desk", cookie.value, path="/desk")
    assert desk.get("/desk/").headers["Location"] == "/desk/login"


@pytest.mark.parametrize(
    "change", [{"password_hash": "x"}, {"role": "supervisor"}, {"totp": None}, {"disabled": True}]
)
def test_a_change_of_the_account_ends_its_sessions_and_no_others(
    desk: Intake, change: dict[str, object]
) -> None:
    other = desk.colleague("li", "supervisor")

    assert Register(desk.engine).change("admin", **change)

    assert not is_in(desk)
    assert is_in(other)


def test_a_disabled_account_looks_like_a_wrong_password(intake: Intake) -> None:
    password = intake.account()
    wrong = intake.post("/desk/login", {"name": "admin", "password": "wrong"})
    Register(intake.engine).change("admin", disabled=True)

    refused = intake.post("/desk/login", {"name": "admin", "password": password})

    assert (refused.status_code, refused.text) == (422, wrong.text)


def test_coming_and_going_and_failing_are_acts(intake: Intake) -> None:
    password = intake.account()
    log_in(intake, "wrong", name="secret typed into the wrong box")
    log_in(intake, password)
    intake.post("/desk/code", {"code": "wrong"})
    intake.log_in()
    intake.post("/desk/logout", {})

    acts = intake.rows("SELECT kind, actor FROM events ORDER BY id")
    assert acts == [
        ("desk:refused", "?"),
        ("desk:refused", "admin"),
        ("desk:login", "admin"),
        ("desk:logout", "admin"),
    ]
    assert "secret" not in str(intake.rows("SELECT actor, facts FROM events"))
