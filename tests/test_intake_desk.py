"""The desk: what comes first, and what is written down about every act."""

from __future__ import annotations

import re

import pytest

from intake_app.casework import ACTS, Event, fold, history
from tests.intake_support import NOW, Intake

pytestmark = pytest.mark.both_databases


def references(page: str) -> list[str]:
    return re.findall(r'href="/desk/case/(\w+)"', page)


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
    assert "case:open" not in desk.kinds()


def test_a_case_shows_answers_reasons_remarks_and_leaves_a_trace(desk: Intake) -> None:
    reference = desk.reference(
        desk.send("supervision", groups=["ill"], deadline=["3d"], contact_time=["text-only"])
    )

    page = desk.get(f"/desk/case/{reference}").text

    assert "重病或慢病患者" in page
    assert "R3 弱势优先：涉及更难自己扛过去的人，提前一级。" in page
    assert "只用文字联系，先发短信" in page
    assert desk.kinds()[-1] == "case:open"


def test_a_second_submission_from_one_phone_points_to_the_first(desk: Intake) -> None:
    first = desk.reference(desk.send("volunteer"))
    second = desk.reference(desk.send("volunteer"))

    page = desk.get(f"/desk/case/{second}").text
    assert "疑似重复" in page
    assert f'href="/desk/case/{first}"' in page
    assert "疑似重复" in desk.get("/desk/").text


def test_the_same_phone_is_pointed_out_within_a_day_only(desk: Intake) -> None:
    desk.send("volunteer")
    desk.clock.advance(hours=23)
    second = desk.reference(desk.send("volunteer"))
    desk.log_in()
    assert "疑似重复" in desk.get(f"/desk/case/{second}").text
    desk.clock.advance(hours=25)
    desk.log_in()
    assert "疑似重复" not in desk.get(f"/desk/case/{desk.reference(desk.send('volunteer'))}").text


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
    assert "case:priority" not in desk.kinds()

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
    assert set(desk.kinds()) <= {"desk:login", "submission:receive", "case:open"}


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
    assert "case:status" not in desk.kinds()


def test_state_is_a_fold_of_events() -> None:
    received = Event("submission:receive", NOW, "public", {"level": "P3", "definition": "d"})
    later = [
        Event("case:open", NOW, "admin"),
        Event("case:priority", NOW, "admin", {"to": "P1"}),
        Event("case:status", NOW, "admin", {"to": "verified"}),
        Event("case:note", NOW, "admin"),
        Event("case:status", NOW, "admin", {"to": "matched"}),
    ]

    case = fold([received, *later])

    assert (case.status, case.level, case.proposed) == ("matched", "P1", "P3")


@pytest.mark.parametrize(
    ("before", "level"),
    [([], "P0"), ([Event("case:priority", NOW, "admin", {"to": "P1"})], "P1")],
    ids=["by-rule", "by-a-person"],
)
def test_a_correction_moves_the_level_unless_a_person_has_set_it(
    before: list[Event], level: str
) -> None:
    received = Event("submission:receive", NOW, "public", {"level": "P3", "definition": "d"})
    corrected = Event("submission:correct", NOW, "public", {"level": "P0", "definition": "e"})

    case = fold([received, *before, corrected])

    assert (case.level, case.proposed, case.definition) == (level, "P0", "e")


def test_looks_in_a_row_are_told_once_and_nothing_else_is() -> None:
    looks = [Event("case:open", NOW, who) for who in ("li", "li", "wang", "li")]
    note = Event("case:note", NOW, "li")

    assert [(e.kind, e.actor, times) for e, times in history([*looks, note, note])] == [
        ("case:open", "li", 2),
        ("case:open", "wang", 1),
        ("case:open", "li", 1),
        ("case:note", "li", 1),
        ("case:note", "li", 1),
    ]


def test_every_act_has_its_sentence() -> None:
    for kind in ACTS:
        assert Event(kind, NOW, "admin", {"to": "done"}).sentence()
