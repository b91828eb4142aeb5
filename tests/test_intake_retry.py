"""Promise 2 over HTTP: a retried submission is never doubled, other answers are asked about."""

from __future__ import annotations

import pytest

from intake_app.public import ENDED, STALE
from intake_app.tokens import FORM_LIFETIME
from tests.intake_support import VOLUNTEER, Intake, token_in

pytestmark = pytest.mark.both_databases


def test_the_same_post_again_gives_the_same_receipt(intake: Intake) -> None:
    post = VOLUNTEER | {"token": [intake.token("volunteer")]}

    first = intake.post("/apply/volunteer", post)
    again = intake.post("/apply/volunteer", post | {"phone": ["138 0013 8000"]})

    assert again.status_code == 303
    assert intake.secret(again) == intake.secret(first)
    assert intake.reference(again) == intake.reference(first)
    assert intake.count() == 1


def test_other_answers_under_the_same_id_are_asked_about(intake: Intake) -> None:
    post = VOLUNTEER | {"token": [intake.token("volunteer")]}
    first = intake.post("/apply/volunteer", post)
    reference = intake.reference(first)

    asked = intake.post("/apply/volunteer", post | {"community": ["东湖社区"]})

    assert asked.status_code == 409
    assert reference in asked.text
    assert "只留上次那份，看回执" in asked.text
    assert 'value="东湖社区"' in asked.text
    assert intake.count() == 1

    fresh = {"token": [token_in(asked.text)], "community": ["东湖社区"]}
    second = intake.post("/apply/volunteer", post | fresh)
    assert intake.reference(second) != reference
    assert intake.count() == 2


@pytest.mark.parametrize("act", ["withdraw", "erase"])
def test_a_retry_of_what_was_taken_back_has_its_own_words(intake: Intake, act: str) -> None:
    post = VOLUNTEER | {"token": [intake.token("volunteer")]}
    receipt = intake.post("/apply/volunteer", post).headers["Location"]
    intake.post(f"{receipt}/{act}", {"sure": "yes"})

    asked = intake.post("/apply/volunteer", post)

    assert asked.status_code == 409
    assert ENDED.title in asked.text
    assert intake.count() == 1
    assert (
        intake.post("/apply/volunteer", post | {"token": [token_in(asked.text)]}).status_code == 303
    )


@pytest.mark.parametrize("token", ["", "forged", "IjEi.aaaa.bbbb"])
def test_a_forged_id_is_refused_with_everything_kept(intake: Intake, token: str) -> None:
    refused = intake.post("/apply/volunteer", VOLUNTEER | {"token": [token]})

    assert refused.status_code == 400
    assert STALE.title in refused.text
    assert 'value="王小明"' in refused.text
    assert intake.count() == 0

    token = token_in(refused.text)
    assert intake.post("/apply/volunteer", VOLUNTEER | {"token": [token]}).status_code == 303


def test_an_id_of_the_other_form_is_a_forged_one(intake: Intake) -> None:
    post = VOLUNTEER | {"token": [intake.token("supervision")]}

    assert intake.post("/apply/volunteer", post).status_code == 400


def test_a_form_that_stood_open_too_long_can_be_sent_again(intake: Intake) -> None:
    token = intake.token("volunteer")
    intake.clock.advance(seconds=FORM_LIFETIME + 1)

    refused = intake.post("/apply/volunteer", VOLUNTEER | {"token": [token]})

    assert refused.status_code == 400
    assert 'value="王小明"' in refused.text
