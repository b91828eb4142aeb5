"""The forms that trainers edit: they hold together, and mistakes in them are named."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from generator.schema import field, form, priority
from generator.schema.form import Form, form_problems
from generator.schema.source import Source, read_source
from tests.intake_support import CONTENT, library

FORMS = ("volunteer", "supervision")
Data = dict[str, Any]


def raw(name: str) -> Data:
    path = CONTENT / "forms" / f"{name}.yml"
    source = read_source(path.name, path.read_bytes())
    assert isinstance(source, Source)
    assert isinstance(source.data, dict)
    return source.data


def of(data: Data, kind: str, id_: str) -> Data:
    entries: list[Data] = data["priority"]["rules"] if kind == "rules" else data[kind]
    return next(entry for entry in entries if entry["id"] == id_)


@pytest.mark.parametrize("name", FORMS)
def test_the_real_forms_have_no_problem(name: str) -> None:
    assert form_problems(Form.model_validate(raw(name))) == []


def test_a_volunteer_must_answer_at_most_twelve_questions() -> None:
    fields = library().forms["volunteer"].fields

    always = [question.id for question in fields if question.required and not question.when]

    assert len(always) == 12


def test_what_is_optional_for_volunteers_is_folded_away_or_a_consent_of_its_own() -> None:
    volunteer = library().forms["volunteer"]
    folded = {section.id for section in volunteer.sections if section.fold}

    optional = [question for question in volunteer.fields if not question.required]

    assert all(q.section in folded or q.type == "checkbox" for q in optional)


@pytest.mark.parametrize("name", FORMS)
def test_consents_and_retention_are_as_the_programme_says(name: str) -> None:
    real = library().forms[name]
    consents = {question.id: question for question in real.fields if question.type == "checkbox"}

    assert consents["privacy_ok"].required
    assert real.retention.days == {"volunteer": 730, "supervision": 365}[name]
    for optional in {"publicity_ok", "share_ok"} & set(consents):
        assert not consents[optional].required


def test_every_post_of_the_handbook_can_be_chosen_under_its_own_name() -> None:
    roles = of(raw("volunteer"), "fields", "roles")["options"]
    offered = {option["id"]: option["label"] for option in roles if option["id"] != "any"}

    assert offered == {id_: role.title for id_, role in library().roles.items()}


# The upper end of each band is unknown to the form, so a band passes by its lower end.
LOWER_END = {"18-19": 18, "20-21": 20, "22-59": 22, "60-69": 60, "from-70": 70}


def test_the_age_checks_are_those_of_the_posts() -> None:
    volunteer = library().forms["volunteer"]
    refused = {
        (band, role)
        for check in volunteer.checks
        if set(check.when) == {"age_band", "roles"}
        for band in check.when["age_band"]
        for role in check.when["roles"]
        if band in LOWER_END
    }

    too_young = {
        (band, role_id)
        for band, age in LOWER_END.items()
        for role_id, role in library().roles.items()
        if age < role.min_age
    }

    assert refused == too_young


def test_minors_may_choose_only_posts_that_say_so() -> None:
    volunteer = library().forms["volunteer"]
    check = next(check for check in volunteer.checks if check.id == "minor-roles")
    roles = next(question for question in volunteer.fields if question.id == "roles")

    open_to_minors = set(roles.choices) - set(check.when["roles"])

    assert open_to_minors == {id_ for id_, role in library().roles.items() if role.under18}


def models() -> list[type[BaseModel]]:
    return [
        value
        for module in (field, form, priority)
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, BaseModel)
        and value.__module__ == module.__name__
    ]


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_every_key_is_explained_in_one_chinese_sentence(model: type[BaseModel]) -> None:
    for name, info in model.model_fields.items():
        assert re.search("[一-鿿].*。$", info.description or ""), f"{model.__name__}.{name}"


def test_every_model_of_a_question_has_its_own_type() -> None:
    union = get_args(get_args(field.Field)[0])

    types = [get_args(model.model_fields["type"].annotation)[0] for model in union]

    assert sorted(types) == ["checkbox", "date", "multi", "radio", "tel", "text", "textarea"]


def change(kind: str, id_: str, **values: object) -> Callable[[Data], None]:
    return lambda data: of(data, kind, id_).update(values)


BROKEN: list[tuple[str, Callable[[Data], None], tuple[str | int, ...], str]] = [
    (
        "a condition on a question that does not exist",
        change("fields", "org", when={"sourse": ["student"]}),
        ("fields", 7, "when", "sourse"),
        "没有编号为“sourse”的在它前面的题。您是不是想写“source”？",
    ),
    (
        "a condition on a later question",
        change("fields", "name", when={"age_band": ["16-17"]}),
        ("fields", 0, "when", "age_band"),
        "没有编号为“age_band”的在它前面的题。",
    ),
    (
        "a condition on an option that does not exist",
        change("fields", "check_ok", when={"roles": ["role-phone", "role-chlid"]}),
        ("fields", 13, "when", "roles", 1),
        "没有编号为“role-chlid”的“roles”的选项。您是不是想写“role-child”？",
    ),
    (
        "a condition on a text",
        change("fields", "org", when={"name": ["x"]}),
        ("fields", 7, "when", "name"),
        "“name”没有选项，不能拿来做条件。",
    ),
    (
        "a condition on a condition",
        change("fields", "slots", when={"symptoms_7d": ["no"]}),
        ("fields", 18, "when", "symptoms_7d"),
        "“symptoms_7d”自己也有条件。",
    ),
    (
        "two questions of one name",
        change("fields", "org", id="name"),
        ("fields",),
        "编号“name”用了 2 次。",
    ),
    (
        "an unknown section",
        change("fields", "org", section="whoo"),
        ("fields", 7, "section"),
        "没有编号为“whoo”的段。您是不是想写“who”？",
    ),
    (
        "an empty section",
        lambda data: data["sections"].append({"id": "spare", "title": "空的"}),
        ("sections", 5),
        "“空的”这一段没有题目。",
    ),
    (
        "more to choose than there is",
        change("fields", "roles", at_most="14"),
        ("fields", 10, "at_most"),
        "只有 13 个选项。",
    ),
    (
        "a length that cannot be met",
        change("fields", "org", min="60"),
        ("fields", 7, "min"),
        "最少 60 字比最多 50 字还多。",
    ),
    (
        "a number that must differ from no number",
        change("fields", "guardian_phone", differs_from="phon"),
        ("fields", 4, "differs_from"),
        "没有编号为“phon”的电话题。您是不是想写“phone”？",
    ),
    (
        "a check at no question",
        change("checks", "minor-online", at="modes"),
        ("checks", 1, "at"),
        "没有编号为“modes”的题。您是不是想写“mode”？",
    ),
    (
        "a name that the page needs",
        change("fields", "org", id="token"),
        ("fields", 7, "id"),
        "“token”是网页自己用的名字。",
    ),
    (
        "an applicant without a number",
        lambda data: data.update(applicant="name"),
        ("applicant",),
        "没有编号为“name”的电话题。",
    ),
]
BROKEN_RULES: list[tuple[str, Callable[[Data], None], tuple[str | int, ...], str]] = [
    (
        "an unknown level",
        change("rules", "R4", at_least="P7"),
        ("priority", "rules", 6, "at_least"),
        "没有编号为“P7”的级别。",
    ),
    (
        "two things at once",
        change("rules", "R4", set="P1"),
        ("priority", "rules", 6),
        "set、raise_by、at_least 三样里要写一样，也只能写一样。",
    ),
    (
        "a bound without a raise",
        change("rules", "R4", never_above="P1"),
        ("priority", "rules", 6, "never_above"),
        "never_above 只和 raise_by 一起用。",
    ),
    (
        "an answer without a reason",
        change("rules", "R2-later", when={"deadline": ["week"]}),
        ("priority", "rules"),
        "有的答案一条规则也碰不上",
    ),
    (
        "an order by a rule of two questions",
        lambda data: data["priority"]["order"].update(most="R4-now"),
        ("priority", "order", "most"),
        "规则“R4-now”不是只看一道题",
    ),
    (
        "an order by something that is no deadline",
        lambda data: data["priority"]["order"].update(earliest="deadlin"),
        ("priority", "order", "earliest"),
        "没有编号为“deadlin”的必答的单选题。您是不是想写“deadline”？",
    ),
]


@pytest.mark.parametrize(
    ("name", "spoil", "path", "sentence"),
    [
        *(pytest.param("volunteer", *case[1:], id=case[0]) for case in BROKEN),
        *(pytest.param("supervision", *case[1:], id=case[0]) for case in BROKEN_RULES),
    ],
)
def test_a_mistake_is_named_at_its_place(
    name: str, spoil: Callable[[Data], None], path: tuple[str | int, ...], sentence: str
) -> None:
    data = raw(name)
    spoil(data)

    problems = form_problems(Form.model_validate(data))

    found = [text for where, text in problems if where == path]
    assert any(text.startswith(sentence) for text in found), problems


def test_a_form_without_a_consent_is_refused() -> None:
    data = raw("supervision")
    data["fields"] = [entry for entry in data["fields"] if entry["id"] != "privacy_ok"]

    problems = form_problems(Form.model_validate(data))

    assert [text for _, text in problems] == [
        "没有必须勾选的同意项。请加一题，请人读过说明再提交。"
    ]
