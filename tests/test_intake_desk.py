"""The desk: who gets in, what comes first, what is written down about every act."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from intake_app.accounts import FAILURES_HERE, SESSION, set_new_password
from intake_app.casework import ACTS, Event, fold
from intake_app.storage.engine import open_engine
from intake_app.storage.register import Register
from tests.intake_support import NOW, Intake, make_intake


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    return make_intake(tmp_path)


@pytest.fixture
def desk(intake: Intake) -> Intake:
    intake.log_in()
    return intake


def log_in(intake: Intake, password: str, name: str = "admin", place: str = "10.0.0.1") -> int:
    post = {"name": name, "password": password}
    address = {"REMOTE_ADDR": place}
    return intake.post("/desk/login", post, environ_base=address).status_code


def new_password(intake: Intake, name: str = "admin") -> str:
    register = Register(open_engine(intake.config.database_url))
    return set_new_password(register, name, intake.clock.now)


def kinds(intake: Intake) -> list[str]:
    return [kind for (kind,) in intake.rows("SELECT kind FROM events ORDER BY id")]


def references(page: str) -> list[str]:
    return re.findall(r'href="/desk/case/(\w+)"', page)


# -- getting in


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

    kept = "".join(
        path.read_bytes().decode("latin-1") for path in intake.folder.glob("intake.sqlite*")
    )
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

    assert kinds(intake) == ["desk:refused", "desk:login", "desk:logout"]
    assert "secret" not in str(intake.rows("SELECT actor, facts FROM events"))


# -- the list


def test_the_list_goes_by_level_then_deadline_then_people_then_time(desk: Intake) -> None:
    wanted = {}
    for name, changed in {
        "p3-later": {"deadline": ["none"], "groups": ["older"]},
        "p3-one": {"deadline": ["week"], "groups": ["older"]},
        "p0": {"life_risk": ["unsure"]},
        "p3-two": {"deadline": ["week"], "groups": ["older", "ill"]},
        "p3-one-after": {"deadline": ["week"], "groups": ["ill"]},
    }.items():
        wanted[name] = desk.reference(desk.send("supervision", **changed))
        desk.clock.advance(minutes=1)
    volunteer = desk.reference(desk.send("volunteer"))

    listed = references(desk.get("/desk/").text)

    order = ["p0", "p3-two", "p3-one", "p3-one-after", "p3-later"]
    assert listed == [*(wanted[name] for name in order), volunteer]


def test_the_list_can_be_narrowed(desk: Intake) -> None:
    request = desk.reference(desk.send("supervision"))
    volunteer = desk.reference(desk.send("volunteer"))
    desk.post(f"/desk/case/{request}/status", {"to": "done"})

    assert references(desk.get("/desk/").text) == [volunteer]
    assert references(desk.get("/desk/?status=done").text) == [request]
    assert references(desk.get("/desk/?form=supervision&status=received").text) == []


def test_the_list_shows_no_answers(desk: Intake) -> None:
    desk.send("volunteer")

    page = desk.get("/desk/").text
    assert "王小明" not in page
    assert "13800138000" not in page
    assert "submission:open" not in kinds(desk)


# -- a case


def test_a_case_shows_answers_reasons_remarks_and_leaves_a_trace(desk: Intake) -> None:
    reference = desk.reference(
        desk.send("supervision", groups=["ill"], deadline=["3d"], contact_time=["text-only"])
    )

    page = desk.get(f"/desk/case/{reference}").text

    assert "重病或慢病患者" in page
    assert "R3 弱势优先：涉及更难自己扛过去的人，提前一级。" in page
    assert "只用文字联系，先发短信" in page
    assert kinds(desk)[-1] == "case:open"


def test_a_second_submission_from_one_phone_points_to_the_first(desk: Intake) -> None:
    first = desk.reference(desk.send("volunteer"))
    second = desk.reference(desk.send("volunteer"))

    page = desk.get(f"/desk/case/{second}").text
    assert "疑似重复" in page
    assert f'href="/desk/case/{first}"' in page
    assert "疑似重复" in desk.get("/desk/").text


def test_a_status_is_changed_by_an_event(desk: Intake) -> None:
    reference = desk.reference(desk.send("volunteer"))

    answer = desk.post(f"/desk/case/{reference}/status", {"to": "verified", "words": "打通了"})

    assert answer.status_code == 303
    page = desk.get(answer.headers["Location"]).text
    assert "现在：核实" in page
    assert "改为“核实”：打通了" in page


def test_a_level_is_changed_only_with_a_reason(desk: Intake) -> None:
    answer = desk.send("supervision")
    reference = desk.reference(answer)
    refused = desk.post(f"/desk/case/{reference}/priority", {"to": "P1", "words": " \u200b "})
    assert refused.status_code == 422
    assert "case:priority" not in kinds(desk)

    desk.post(f"/desk/case/{reference}/priority", {"to": "P1", "words": "电话里说有人受伤"})

    page = desk.get(f"/desk/case/{reference}").text
    assert "P1 紧急" in page
    assert "按规则先排的是 P4" in page
    assert "级别改为 P1：电话里说有人受伤" in page
    assert "接单的人看过以后改成了 P1" in desk.get(answer.headers["Location"]).text
    assert "人工改过级别" in desk.get("/desk/").text


@pytest.mark.parametrize(
    ("act", "post", "status"),
    [
        ("status", {"to": "forged"}, 422),
        ("status", {}, 422),
        ("priority", {"to": "P9", "words": "x"}, 422),
        ("note", {"words": ""}, 422),
        ("note", {"words": "长" * 501}, 422),
        ("erase", {"words": "x"}, 404),
    ],
)
def test_a_forged_act_changes_nothing(
    desk: Intake, act: str, post: dict[str, str], status: int
) -> None:
    reference = desk.reference(desk.send("supervision"))

    assert desk.post(f"/desk/case/{reference}/{act}", post).status_code == status
    assert set(kinds(desk)) <= {"desk:login", "submission:receive", "case:open"}


def test_a_volunteer_has_no_level_to_change(desk: Intake) -> None:
    reference = desk.reference(desk.send("volunteer"))

    assert (
        desk.post(f"/desk/case/{reference}/priority", {"to": "P0", "words": "x"}).status_code == 422
    )


def test_a_note_is_kept(desk: Intake) -> None:
    reference = desk.reference(desk.send("volunteer"))
    desk.post(f"/desk/case/{reference}/note", {"words": "约好周六上午"})

    assert "记了一笔：约好周六上午" in desk.get(f"/desk/case/{reference}").text


def test_a_case_that_does_not_exist_is_not_found(desk: Intake) -> None:
    assert desk.get("/desk/case/AAAAAAAA").status_code == 404
    assert desk.post("/desk/case/AAAAAAAA/note", {"words": "x"}).status_code == 404


def test_a_post_from_another_site_does_nothing_at_the_desk(desk: Intake) -> None:
    reference = desk.reference(desk.send("volunteer"))

    refused = desk.post(
        f"/desk/case/{reference}/status",
        {"to": "done"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert refused.status_code == 403
    assert "case:status" not in kinds(desk)


def test_state_is_a_fold_of_events() -> None:
    received = Event("submission:receive", NOW, "public", {"level": "P3", "rules": ["R2-3d"]})
    later = [
        Event("case:open", NOW, "admin"),
        Event("case:priority", NOW, "admin", {"to": "P1"}, "有人受伤"),
        Event("case:status", NOW, "admin", {"to": "verified"}),
        Event("case:note", NOW, "admin", {}, "打过电话"),
        Event("case:status", NOW, "admin", {"to": "matched"}),
    ]

    case = fold([received, *later])

    assert (case.status, case.level, case.proposed, case.rules) == (
        "matched",
        "P1",
        "P3",
        ("R2-3d",),
    )


def test_every_act_has_its_sentence() -> None:
    for kind in ACTS:
        assert Event(kind, NOW, "admin", {"to": "done"}).sentence()


# -- export


def export(desk: Intake, **changed: str) -> list[dict[str, str]]:
    post = {"form": "supervision", "words": "月末统计"} | changed
    answer = desk.post("/desk/export", post)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="supervision.csv"'
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_an_export_has_labels_and_no_sensitive_columns(desk: Intake) -> None:
    reference = desk.reference(desk.send("supervision"))

    (row,) = export(desk)

    assert row["编号"] == reference
    assert row["收到时间"] == "2026-11-24 09:30"
    assert row["级别"] == "P4"
    assert row["您的身份"] == "社会工作者"
    assert not {"联系电话", "怎么称呼您", "发生了什么"} & set(row)


def test_sensitive_columns_are_asked_for(desk: Intake) -> None:
    desk.send("supervision")

    (row,) = export(desk, sensitive="yes")

    assert row["联系电话"] == "13900139000"


@pytest.mark.parametrize(
    "written", ["=1+1 的公式", "+86 的号码", "-1 楼", "@某人", "＝1+1", "=cmd|' /C calc'!A0"]
)
def test_no_cell_becomes_a_formula(desk: Intake, written: str) -> None:
    assert desk.send("supervision", team=[written]).status_code == 303

    (row,) = export(desk)

    assert row["机构或队伍"] == f"'{written}"


def test_an_export_needs_a_reason_and_is_an_act_on_every_submission(desk: Intake) -> None:
    desk.send("supervision")
    desk.send("supervision")
    assert desk.post("/desk/export", {"form": "supervision", "words": ""}).status_code == 422
    assert "case:export" not in kinds(desk)

    export(desk)

    acts = desk.rows("SELECT submission, facts, words FROM events WHERE kind = 'case:export'")
    assert [submission for submission, _, _ in acts] == [None, 1, 2]
    assert {words.decode() for _, _, words in acts} == {"月末统计"}
    assert json.loads(acts[0][1]) == {"form": "supervision", "sensitive": False}
