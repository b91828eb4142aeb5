"""Reading a post: what is accepted, what is refused and in which words, what is never lost."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.schema.field import Field
from intake_app.answers import READERS, Fault, canonical, cleaned, prefilled, read_answers
from tests.intake_support import SUPERVISION, TODAY, VOLUNTEER, Post, faults, form


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
