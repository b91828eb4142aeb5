"""The forms as people meet them: complete, forgiving, without a script, without a cookie."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.schema.form import RESERVED
from intake_app.answers import READERS
from intake_app.config import DEMO
from intake_app.public import TRAP
from intake_app.tokens import ALPHABET
from intake_app.visibility import stylesheet
from tests.intake_support import COMPLETE, VOLUNTEER, Intake, form, make_intake, words

TEMPLATES = Path(__file__).resolve().parent.parent / "intake_app" / "templates"


def test_what_the_page_posts_beside_the_answers_is_reserved() -> None:
    assert set(RESERVED) == {"token", TRAP}


def test_every_type_of_question_has_a_partial() -> None:
    partials = {path.stem for path in (TEMPLATES / "fields").glob("[!_]*.html")}

    assert partials == set(READERS)


def test_both_forms_are_listed(intake: Intake) -> None:
    page = intake.get("/apply/").text

    assert 'href="/apply/volunteer"' in page
    assert 'href="/apply/supervision"' in page


@pytest.mark.parametrize("name", COMPLETE)
def test_a_complete_post_leads_to_a_receipt_that_survives_a_reload(
    intake: Intake, name: str
) -> None:
    answer = intake.send(name)

    reference = intake.reference(answer)
    assert len(reference) == 8
    assert set(reference) <= set(ALPHABET)
    assert intake.reference(answer) == reference
    assert intake.rows("SELECT reference FROM submissions") == [(reference,)]


def test_option_ids_are_stored_and_never_labels(intake: Intake) -> None:
    reference = intake.reference(intake.send("volunteer"))

    assert intake.opened(reference).answers["roles"] == ["role-phone"]


@pytest.mark.parametrize("path", ["/apply/", "/apply/volunteer", "/apply/nothing", "/receipt/x"])
def test_public_pages_set_no_cookie(intake: Intake, path: str) -> None:
    assert "Set-Cookie" not in intake.get(path).headers


def test_sending_sets_no_cookie(intake: Intake) -> None:
    answer = intake.send("volunteer")

    assert "Set-Cookie" not in answer.headers
    assert "Set-Cookie" not in intake.get(answer.headers["Location"]).headers


def test_mistakes_are_listed_and_linked_and_nothing_typed_is_lost(intake: Intake) -> None:
    back = intake.send("volunteer", phone=["123"], roles=["role-info", "role-data"], name=[""])

    assert back.status_code == 422
    assert "有 2 处要改" in back.text
    assert '<a href="#name">请填写“姓名”。</a>' in back.text
    assert 'aria-describedby="phone-hint phone-fault" aria-invalid="true"' in back.text
    assert 'value="123"' in back.text
    assert back.text.count(" checked") == sum(map(len, VOLUNTEER.values())) - 4 + 1
    assert intake.count() == 0


def test_the_folded_part_opens_only_when_something_in_it_was_filled_in(intake: Intake) -> None:
    empty = {"note": [""], "start_date": [""]}

    assert '<details class="section">' in intake.send("volunteer", phone=["1"], **empty).text
    back = intake.send("volunteer", phone=["1"], **(empty | {"note": ["有车"]}))
    assert '<details class="section" open>' in back.text


def test_what_was_typed_comes_back_as_text_and_not_as_code(intake: Intake) -> None:
    back = intake.send("supervision", team=['"><script>alert(1)</script>'], phone=["1"])

    assert "&#34;&gt;&lt;script&gt;" in back.text


def test_a_questioned_text_may_be_kept_by_ticking_a_box(intake: Intake) -> None:
    written = ["他的电话 13812345678，已经两天没有回话。"]

    asked = intake.send("supervision", summary=written)
    assert asked.status_code == 422
    assert 'name="confirm-summary"' in asked.text

    assert intake.send("supervision", summary=written, **{"confirm-summary": ["yes"]})


def test_the_link_of_a_post_chooses_it(intake: Intake) -> None:
    page = intake.get("/apply/volunteer?role=role-phone").text

    assert 'id="roles-role-phone" checked' in page
    assert page.count(" checked") == 1


def test_consents_are_never_ticked_beforehand(intake: Intake) -> None:
    for name in COMPLETE:
        assert " checked" not in intake.get(f"/apply/{name}").text


@pytest.mark.parametrize("name", COMPLETE)
def test_conditional_questions_are_shown_and_hidden_by_style_alone(
    intake: Intake, name: str
) -> None:
    page = intake.get(f"/apply/{name}").text
    style = intake.get(f"/apply/{name}.css")

    assert f'<link rel="stylesheet" href="/apply/{name}.css">' in page
    assert style.mimetype == "text/css"
    for question in form(name).fields:
        if question.when:
            assert f"#q-{question.id} {{ display: none; }}" in style.text
            assert f'id="q-{question.id}"' in page


def test_style_rules_name_every_option_that_shows_a_question() -> None:
    style = stylesheet(form("volunteer"))

    assert (
        'form:has([name="source"][value="local-employer"]:checked, '
        '[name="source"][value="group-member"]:checked) #q-org { display: block; }'
    ) in style
    assert style.startswith("@supports selector(:has(a)) {"), "others show everything"


def test_a_question_says_when_to_answer_it_where_style_cannot_hide_it(intake: Intake) -> None:
    page = words(intake.get("/apply/volunteer").text)

    assert "选了“驻区单位员工”或“志愿服务组织或团体成员”才填。" in page


def test_every_page_says_that_it_is_a_demonstration(tmp_path: Path) -> None:
    intake = make_intake(tmp_path, demo=DEMO)
    for path in ("/apply/", "/apply/volunteer", "/apply/nothing", "/desk/login"):
        assert DEMO in intake.get(path).text
