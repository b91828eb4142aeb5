"""Reading a post: what is accepted, what is refused and in which words, what is never lost."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.schema.field import Field
from intake_app.answers import (
    READERS,
    Fault,
    canonical,
    cleaned,
    notes_of,
    prefilled,
    read_answers,
)
from tests.intake_support import SUPERVISION, TODAY, VOLUNTEER, Post, form


def faults(which: str, **changed: list[str]) -> dict[str, str]:
    """Question → sentence, for a complete post with some answers changed."""
    base = VOLUNTEER if which == "volunteer" else SUPERVISION
    reading = read_answers(form(which), base | changed, TODAY)
    return {fault.field: fault.sentence for fault in reading.faults}


def answer(name: str, question: str, value: str) -> object:
    base = VOLUNTEER if name == "volunteer" else SUPERVISION
    reading = read_answers(form(name), base | {question: [value]}, TODAY)
    assert reading.faults == []
    return reading.answers[question]


def test_every_type_of_question_has_a_reader() -> None:
    types = {
        get_args(model.model_fields["type"].annotation)[0] for model in get_args(get_args(Field)[0])
    }

    assert types == set(READERS)


@pytest.mark.parametrize(("name", "post"), [("volunteer", VOLUNTEER), ("supervision", SUPERVISION)])
def test_a_complete_post_is_accepted(name: str, post: Post) -> None:
    assert read_answers(form(name), post, TODAY).faults == []


@pytest.mark.parametrize("name", ["volunteer", "supervision"])
def test_an_empty_post_names_every_required_question_in_order(name: str) -> None:
    reading = read_answers(form(name), {}, TODAY)

    required = [field.id for field in form(name).fields if field.required and not field.when]
    assert [fault.field for fault in reading.faults] == required


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000",
        " 138 0013 8000 ",
        "138-0013-8000",
        "１３８００１３８０００",
        "+86 138 0013 8000",
        "＋８６13800138000",
        "008613800138000",
        "8613800138000",
        "138\u200b0013\ufeff8000",
    ],
)
def test_a_mobile_number_is_understood_however_it_is_written(typed: str) -> None:
    assert answer("volunteer", "phone", typed) == "13800138000"


@pytest.mark.parametrize(
    "typed", ["1380013800", "138001380000", "12800138000", "010-88888888", "电话", "١٣٨٠٠١٣٨٠٠٠"]
)
def test_what_is_not_a_mobile_number_is_refused(typed: str) -> None:
    assert faults("volunteer", phone=[typed]) == {
        "phone": "“手机号”要写 11 位手机号，只写数字。请核对一遍。"
    }


@pytest.mark.parametrize(
    "typed", ["010-88888888", "0571 88888888", "(010)88888888", "０１０－８８８８８８８８"]
)
def test_a_supervision_request_takes_a_landline_too(typed: str) -> None:
    assert str(answer("supervision", "phone", typed)).isdigit()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("王小明", "王小明"),
        ("  王　小明 ", "王 小明"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉.买买提", "阿卜杜拉·买买提"),
        ("O’Neil-Smith", "O'Neil-Smith"),
        ("𠮷野", "𠮷野"),
    ],
)
def test_names_of_every_kind_are_kept(typed: str, kept: str) -> None:
    assert answer("volunteer", "name", typed) == kept


@pytest.mark.parametrize("typed", ["王", "12", "王2", "··", "王" * 31, "<b>王</b>"])
def test_what_is_not_a_name_is_refused(typed: str) -> None:
    assert set(faults("volunteer", name=[typed])) == {"name"}


def test_narrative_keeps_its_chinese_punctuation_and_loses_invisible_characters() -> None:
    typed = "他说：“我没事”，\r\n１２点又打来（\u200b第Ａ次）\x00。"

    assert cleaned(typed) == "他说：“我没事”，\n12点又打来（第A次）。"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)


def test_answers_to_questions_not_asked_are_dropped() -> None:
    reading = read_answers(
        form("volunteer"),
        VOLUNTEER | {"guardian_name": ["李四"], "symptoms_7d": ["yes"], "unheard_of": ["x"]},
        TODAY,
    )

    assert reading.faults == []
    assert not {"guardian_name", "symptoms_7d", "unheard_of"} & set(reading.answers)


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


def test_at_most_three_posts() -> None:
    four = ["role-phone", "role-info", "role-data", "role-med"]

    assert faults("volunteer", roles=four)["roles"] == "最多选 3 项，现在选了 4 项。请去掉几项。"


@pytest.mark.parametrize(
    ("question", "both"),
    [
        ("protection", ["none", "child-harm"]),
        ("worker_state", ["ok", "hurt"]),
        ("done", ["nothing", "called-120"]),
    ],
)
def test_none_of_these_excludes_the_others(question: str, both: list[str]) -> None:
    assert "不能和别的一起选" in faults("supervision", **{question: both})[question]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("age_band", ["22-60"]),
        ("age_band", ["22-59", "60-69"]),
        ("roles", ["role-x"]),
        ("rules_ok", ["on"]),
    ],
)
def test_a_forged_option_is_refused(question: str, values: list[str]) -> None:
    assert "有一个不认识的选项" in faults("volunteer", **{question: values})[question]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("2026-11-24", "2026-11-24"), ("2026/12/1", "2026-12-01"), ("2026年12月1日", "2026-12-01")],
)
def test_a_date_is_understood_as_people_write_it(typed: str, kept: str) -> None:
    assert answer("volunteer", "start_date", typed) == kept


@pytest.mark.parametrize("typed", ["2026-11-23", "2027-05-24", "2026-02-30", "明天", "20261201"])
def test_a_date_outside_the_span_or_none_at_all_is_refused(typed: str) -> None:
    assert set(faults("volunteer", start_date=[typed])) == {"start_date"}


VALID_ID = "11010519491231002X"


@pytest.mark.parametrize(
    "written",
    [
        f"他的身份证是{VALID_ID}，请帮忙查一下。",
        "证件 110105 19491231 002x，请帮忙查一下。",
        "１１０１０５１９４９１２３１００２Ｘ 请帮忙查一下情况",
        f"住8号 {VALID_ID} 请帮忙查一下情况。",
        "1101\u200b0519491231002X 请帮忙查一下情况。",
    ],
)
def test_an_identity_number_is_refused_and_cannot_be_insisted_on(written: str) -> None:
    refused = faults("supervision", summary=[written], **{"confirm-summary": ["yes"]})

    assert refused == {"summary": "这里像有身份证号。我们不收身份证号，请删掉再提交。"}


@pytest.mark.parametrize(
    "written",
    [
        "订单号 110105194912310021 的东西一直没有送到。",  # the check digit is wrong
        "快递 6222021234567890123 一直没有送到居民手里。",  # 19 digits
    ],
)
def test_a_number_that_is_no_identity_number_passes(written: str) -> None:
    assert faults("supervision", summary=[written]) == {}


@pytest.mark.parametrize(
    "written",
    [
        "联系他 13812345678，已经两天没有回话了。",
        "联系他 138 1234 5678，已经两天没有回话了。",
        "住在3号楼2单元501室的一位老人两天没开门。",
        "十二号楼的一位老人两天没开门，敲门不应。",
        "住 3-2-501 的一位老人两天没开门，敲门不应。",
    ],
)
def test_a_phone_or_a_door_is_questioned_and_may_be_kept(written: str) -> None:
    reading = read_answers(form("supervision"), SUPERVISION | {"summary": [written]}, TODAY)
    assert [(fault.field, fault.may_confirm) for fault in reading.faults] == [("summary", True)]

    assert faults("supervision", summary=[written], **{"confirm-summary": ["yes"]}) == {}


@pytest.mark.parametrize(
    "written", ["两室一厅里住着五个人，都在发烧。", "2026 年 3-4 月一直这样，没有变化。"]
)
def test_ordinary_numbers_are_not_questioned(written: str) -> None:
    assert faults("supervision", summary=[written]) == {}


def test_texts_have_their_lengths() -> None:
    assert faults("supervision", summary=["太短了"]) == {
        "summary": "“发生了什么”至少 10 个字，现在有 3 个。"
    }
    assert faults("supervision", summary=["长" * 1001]) == {
        "summary": "“发生了什么”最多 1000 个字，现在有 1001 个。"
    }


def test_the_link_of_a_post_chooses_it_beforehand() -> None:
    volunteer = form("volunteer")

    assert prefilled(volunteer, {"role": ["role-phone"]}) == {"roles": ["role-phone"]}
    assert prefilled(volunteer, {"role": ["role-forged"], "mode": ["online"]}) == {}


def test_equal_answers_give_equal_bytes_whatever_the_order_of_posting() -> None:
    first = read_answers(
        form("volunteer"), VOLUNTEER | {"slots": ["weekend-day", "weekday-day"]}, TODAY
    )
    second = read_answers(
        form("volunteer"),
        dict(reversed((VOLUNTEER | {"slots": ["weekday-day", "weekend-day"]}).items())),
        TODAY,
    )

    assert canonical(first.answers) == canonical(second.answers)


@given(
    st.dictionaries(
        st.sampled_from([field.id for field in form("supervision").fields]),
        st.lists(st.text(max_size=40) | st.sampled_from(["none", "now", "yes", "ok"]), max_size=3),
    )
)
def test_no_post_makes_the_reader_fail(post: Post) -> None:
    reading = read_answers(form("supervision"), post, TODAY)

    assert all(isinstance(fault, Fault) and fault.sentence for fault in reading.faults)
