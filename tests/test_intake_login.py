"""Who gets in, how long it lasts, and what guessing leads to."""

from __future__ import annotations

import pytest

from intake_app.accounts import FAILURES_HERE, SESSION, set_new_password
from intake_app.storage.register import Register
from tests.intake_support import Intake

pytestmark = pytest.mark.both_databases


def log_in(intake: Intake, password: str, name: str = "admin", place: str = "10.0.0.1") -> int:
    post = {"name": name, "password": password}
    address = {"REMOTE_ADDR": place}
    return intake.post("/desk/login", post, environ_base=address).status_code


def new_password(intake: Intake, name: str = "admin") -> str:
    return set_new_password(Register(intake.engine), name, intake.clock.now)


def test_the_session_cookie_is_for_the_desk_alone(intake: Intake) -> None:
    password = new_password(intake)
    post = {"name": "admin", "password": password}

    cookie = intake.post("/desk/login", post).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/desk"} <= set(cookie.split("; "))
    assert "Secure" not in cookie

    over_tls = intake.post("/desk/login", post, base_url="https://localhost")
    assert "Secure" in over_tls.headers["Set-Cookie"].split("; ")


def test_only_a_hash_of_password_and_session_is_kept(intake: Intake) -> None:
    password = new_password(intake)
    answer = intake.post("/desk/login", {"name": "admin", "password": password})
    token = answer.headers["Set-Cookie"].partition("=")[2].partition(";")[0]

    kept = str(intake.rows("SELECT * FROM accounts") + intake.rows("SELECT * FROM sessions"))
    assert password not in kept
    assert token not in kept
    assert "$argon2id$" in kept


def test_wrong_name_and_wrong_password_look_alike(intake: Intake) -> None:
    new_password(intake)

    pages = [
        intake.post("/desk/login", {"name": name, "password": "wrong"})
        for name in ("admin", "nobody", "")
    ]

    assert {page.status_code for page in pages} == {422}
    assert len({page.text for page in pages}) == 1


def test_guessing_locks_the_place_and_not_the_person(intake: Intake) -> None:
    password = new_password(intake)
    for _ in range(FAILURES_HERE):
        assert log_in(intake, "wrong") == 422

    assert log_in(intake, password) == 422, "locked here"
    assert log_in(intake, password, place="10.0.0.2") == 303, "not locked elsewhere"
    intake.clock.advance(minutes=10)
    assert log_in(intake, password) == 303, "open again after a while"


def test_logging_in_clears_the_count(intake: Intake) -> None:
    password = new_password(intake)
    for _ in range(3):
        for _ in range(FAILURES_HERE - 1):
            assert log_in(intake, "wrong") == 422
        assert log_in(intake, password) == 303


def test_a_session_ends_by_itself(desk: Intake) -> None:
    assert desk.get("/desk/").status_code == 200

    desk.clock.advance(seconds=SESSION.total_seconds())

    assert desk.get("/desk/").headers["Location"] == "/desk/login"


def test_logging_out_ends_the_session_itself(desk: Intake) -> None:
    cookie = desk.client.get_cookie("desk", path="/desk")
    assert cookie
    desk.post("/desk/logout", {})

    desk.client.set_cookie("desk", cookie.value, path="/desk")
    assert desk.get("/desk/").headers["Location"] == "/desk/login"


def test_a_new_password_ends_the_sessions(desk: Intake) -> None:
    new_password(desk)

    assert desk.get("/desk/").headers["Location"] == "/desk/login"


def test_coming_and_going_and_failing_are_acts(intake: Intake) -> None:
    password = new_password(intake)
    log_in(intake, "wrong", name="secret typed into the wrong box")
    log_in(intake, password)
    intake.post("/desk/logout", {})

    assert intake.kinds() == ["desk:refused", "desk:login", "desk:logout"]
    assert "secret" not in str(intake.rows("SELECT actor, facts FROM events"))
