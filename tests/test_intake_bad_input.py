"""Bad input, floods and outages: a clear page, the right status, nothing stored, numbers shown."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from urllib.parse import quote

import pytest

from intake_app.limits import MAX_BODY
from intake_app.public import BUSY, DOWN, TRAP
from tests.intake_support import SUPERVISION, VOLUNTEER, Intake, make_intake, token_in


def test_an_oversized_post_is_refused_unread(intake: Intake) -> None:
    refused = intake.post("/apply/volunteer", {"name": "长" * MAX_BODY})

    assert refused.status_code == 413
    assert "内容太长了" in refused.text
    assert intake.count() == 0


def test_a_text_pasted_far_too_long_comes_back_with_a_sentence(intake: Intake) -> None:
    back = intake.send("supervision", summary=["长" * 20_000])

    assert back.status_code == 422
    assert "最多 1000 个字，现在有 20000 个" in back.text


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"name=" + quote("王", encoding="gbk").encode(), "application/x-www-form-urlencoded"),
        (b"name=%ED%A0%80", "application/x-www-form-urlencoded"),
        (b"name=\xff\xfe", "application/x-www-form-urlencoded; charset=gbk"),
        (
            b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\n\xcd\xf5\r\n--b--\r\n',
            "multipart/form-data; boundary=b",
        ),
    ],
)
def test_a_post_that_is_not_utf8_is_refused(intake: Intake, body: bytes, content_type: str) -> None:
    refused = intake.post("/apply/volunteer", body, content_type=content_type)

    assert refused.status_code == 400
    assert "读不出来" in refused.text
    assert intake.count() == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Origin": "http://localhost"}, 303),
        ({}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "http://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_a_post_from_another_site_is_refused(
    intake: Intake, headers: dict[str, str], status: int
) -> None:
    post = VOLUNTEER | {"token": [intake.token("volunteer")]}

    answer = intake.post("/apply/volunteer", post, headers=headers)

    assert answer.status_code == status
    assert intake.count() == (status == 303)


def test_a_program_that_fills_every_box_is_stopped_and_a_person_can_go_on(intake: Intake) -> None:
    stopped = intake.send("volunteer", **{TRAP: ["http://spam.example"]})

    assert stopped.status_code == 400
    assert 'value="王小明"' in stopped.text
    assert "spam.example" not in stopped.text
    assert intake.count() == 0


def test_one_address_is_slowed_down_and_still_sees_numbers_and_answers(tmp_path: Path) -> None:
    intake = make_intake(tmp_path, posts=2)
    for number in ("13800138001", "13800138002"):
        assert intake.send("volunteer", phone=[number]).status_code == 303

    slowed = intake.send("volunteer", phone=["13800138003"])
    assert slowed.status_code == 429
    assert BUSY.title in slowed.text
    assert 'value="13800138003"' in slowed.text
    assert intake.count() == 2

    intake.clock.advance(minutes=10)
    assert intake.send("volunteer", phone=["13800138003"]).status_code == 303


@pytest.mark.parametrize(("proxies", "status"), [(0, 429), (1, 303)])
def test_a_forwarded_address_counts_only_behind_a_proxy_of_ours(
    tmp_path: Path, proxies: int, status: int
) -> None:
    intake = make_intake(tmp_path, posts=1, proxies=proxies)
    statuses = []
    for place in ("10.0.0.1", "10.0.0.2"):
        post = VOLUNTEER | {"token": [intake.token("volunteer")]}
        answer = intake.post("/apply/volunteer", post, headers={"X-Forwarded-For": place})
        statuses.append(answer.status_code)

    assert statuses == [303, status]


def test_one_phone_owns_a_whole_network_of_addresses(tmp_path: Path) -> None:
    intake = make_intake(tmp_path, posts=1)
    statuses = []
    for place in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"):
        post = VOLUNTEER | {"token": [intake.token("volunteer")]}
        answer = intake.post("/apply/volunteer", post, environ_base={"REMOTE_ADDR": place})
        statuses.append(answer.status_code)

    assert statuses == [303, 429, 303]


def test_a_host_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    intake = make_intake(tmp_path, trusted_hosts=("handbook.example",))

    assert intake.get("/apply/", base_url="http://handbook.example").status_code == 200
    assert intake.get("/apply/", base_url="http://elsewhere.example").status_code == 400


def test_a_wrong_method_says_which_are_right(intake: Intake) -> None:
    refused = intake.post("/apply/", {})

    assert refused.status_code == 405
    assert "GET" in refused.headers["Allow"]


def test_no_address_is_stored(intake: Intake) -> None:
    intake.send("volunteer")

    ((bucket,),) = intake.rows("SELECT bucket FROM counters")
    assert re.fullmatch("[0-9a-f]{64}", bucket)


def test_an_outage_keeps_the_answers_and_shows_the_numbers(intake: Intake) -> None:
    token = intake.token("supervision")
    post = SUPERVISION | {"token": [token], "life_risk": ["now"]}
    with sqlite3.connect(intake.database) as db:
        db.execute("ALTER TABLE texts RENAME TO hidden")

    down = intake.post("/apply/supervision", post)

    assert down.status_code == 503
    assert DOWN.title in down.text
    assert "先打电话，再填表" in down.text
    assert SUPERVISION["summary"][0] in down.text

    with sqlite3.connect(intake.database) as db:
        db.execute("ALTER TABLE hidden RENAME TO texts")
    assert token_in(down.text) == token, "the same id, so that pressing again cannot double it"
    assert intake.post("/apply/supervision", post).status_code == 303


def test_an_outage_does_not_take_the_empty_form_away(tmp_path: Path) -> None:
    intake = make_intake(tmp_path)
    intake.database.unlink()

    assert intake.get("/apply/supervision").status_code == 200
    assert intake.get("/status").status_code == 200


def test_a_failure_of_ours_is_a_page_with_the_numbers(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("intake_app.public.filed", fail)
    token = intake.token("volunteer")

    broken = intake.post("/apply/volunteer", VOLUNTEER | {"token": [token]})

    assert broken.status_code == 500
    assert "我们这边出错了" in broken.text
