"""Who may volunteer for what, and in which words others are told."""

from __future__ import annotations

import pytest

from intake_app.answers import notes_of, read_answers
from tests.intake_support import TODAY, VOLUNTEER, faults, form


def test_under_sixteen_is_refused_with_other_ways_to_help() -> None:
    assert "可以先在家里、在班里帮忙" in faults("volunteer", age_band=["under-16"])["age_band"]


def test_sixteen_and_seventeen_need_a_guardian_who_is_somebody_else() -> None:
    minor = {"age_band": ["16-17"], "mode": ["online"], "roles": ["role-info"]}
    assert set(faults("volunteer", **minor)) == {
        "guardian_name",
        "guardian_phone",
        "guardian_consent",
    }

    guardian = {"guardian_name": ["王建国"], "guardian_consent": ["yes"]}
    same = faults("volunteer", **minor, **guardian, guardian_phone=["138 0013 8000"])
    assert same == {"guardian_phone": "“监护人手机号”不能和本人的号码相同。请写另一个人的号码。"}

    assert faults("volunteer", **minor, **guardian, guardian_phone=["13700137000"]) == {}


def test_minors_are_told_why_a_post_or_a_way_is_not_for_them() -> None:
    told = faults(
        "volunteer",
        age_band=["16-17"],
        mode=["online", "onsite"],
        roles=["role-info", "role-door"],
    )

    assert told["mode"] == "16–17 岁只排线上。请只留“线上”这一项。"
    assert told["roles"].startswith("16–17 岁现在只能报“信息宣传员”")


@pytest.mark.parametrize(
    ("band", "role", "reason"),
    [
        ("18-19", "role-leader", "志愿者小队长要满 20 岁"),
        ("18-19", "role-child", "要满 22 岁"),
        ("20-21", "role-companion", "要满 22 岁"),
    ],
)
def test_a_post_above_ones_age_is_refused_with_the_reason(
    band: str, role: str, reason: str
) -> None:
    extra = {"companion_ready": ["medical"], "skill_note": ["三年经验"], "check_ok": ["yes"]}

    assert reason in faults("volunteer", age_band=[band], roles=[role], **extra)["roles"]


def test_posts_with_conditions_ask_for_them() -> None:
    assert set(faults("volunteer", roles=["role-companion"])) == {"companion_ready", "skill_note"}
    assert set(faults("volunteer", roles=["role-child"])) == {"skill_note", "check_ok"}
    assert set(faults("volunteer", roles=["role-escort"])) == {"skill_note"}


def test_work_on_the_spot_asks_for_symptoms_and_an_emergency_contact() -> None:
    assert set(faults("volunteer", mode=["onsite"])) == {
        "symptoms_7d",
        "emergency_name",
        "emergency_phone",
    }


def test_symptoms_leave_a_remark_for_the_desk() -> None:
    reading = read_answers(
        form("volunteer"),
        VOLUNTEER
        | {
            "mode": ["onsite"],
            "symptoms_7d": ["yes"],
            "emergency_name": ["王建国"],
            "emergency_phone": ["13700137000"],
            "low_risk_only": ["yes"],
        },
        TODAY,
    )

    assert reading.faults == []
    assert notes_of(form("volunteer"), reading.answers) == ["pending-remote", "low-risk"]
