"""Nothing is kept too long, and an ended event leaves a certificate and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from intake_app.retention import tidy
from tests.intake_server import Server, run
from tests.intake_support import Intake, form, library

pytestmark = pytest.mark.both_databases


def tidied(intake: Intake, **span: float) -> int:
    """How many go when so much time has passed since the start."""
    return tidy(intake.casebook, library(), intake.clock.now + timedelta(**span))


def test_words_go_on_their_day_and_not_before(intake: Intake) -> None:
    intake.send("supervision")
    days = form("supervision").retention.days

    assert tidied(intake, days=days, microseconds=-1) == 0
    assert intake.count("texts") == 1
    assert tidied(intake, days=days) == 1
    assert (intake.count("texts"), intake.count("keys")) == (0, 0)
    assert intake.kinds() == ["submission:receive", "submission:expire"]
    assert tidied(intake, days=days + 1) == 0


@pytest.mark.parametrize(("name", "kept"), [("volunteer", 1), ("supervision", 0)])
def test_service_counts_from_its_last_step_and_a_request_from_its_receipt(
    desk: Intake, name: str, kept: int
) -> None:
    reference = desk.reference(desk.send(name))
    start = desk.clock.now
    desk.clock.advance(hours=5)
    desk.log_in()
    desk.post(f"/desk/case/{reference}/status", {"to": "matched"})

    days = form(name).retention.days
    assert tidy(desk.casebook, library(), start + timedelta(days=days)) == 1 - kept
    assert tidy(desk.casebook, library(), start + timedelta(days=days, hours=5)) == kept


def test_the_shorter_of_promise_and_form_holds(intake: Intake) -> None:
    intake.send("supervision")
    promised = form("supervision")
    for days, due in ((30, 30), (3650, promised.retention.days)):
        kept = promised.retention.model_copy(update={"days": days})
        changed = promised.model_copy(update={"retention": kept})
        content = replace(library(), forms={**library().forms, "supervision": changed})
        then = intake.clock.now + timedelta(days=due)
        assert tidy(intake.casebook, content, then - timedelta(seconds=1)) == 0
        if days == 3650:
            assert tidy(intake.casebook, content, then) == 1


def test_what_was_withdrawn_expires_too(intake: Intake) -> None:
    receipt = intake.send("supervision").headers["Location"]
    intake.post(f"{receipt}/withdraw", {"sure": "yes"})

    assert tidied(intake, days=365) == 1


def test_the_end_of_an_event_shows_destroys_and_certifies(desk: Intake) -> None:
    for name in ("supervision", "supervision", "volunteer"):
        reference = desk.reference(desk.send(name))
    desk.post(f"/desk/case/{reference}/status", {"to": "matched"})
    desk.post(f"/desk/case/{reference}/note", {"words": "带队很稳"})
    desk.clock.advance(minutes=59)

    page = desk.get("/desk/end").text
    until = re.search('name="until" value="([^"]+)"', page)
    assert until
    assert "督导求助，录入：2 份" in page
    assert "志愿者报名，对接：1 份" in page
    desk.clock.advance(minutes=1)
    late = desk.reference(desk.send("volunteer"))

    wrong = desk.post("/desk/end", {"until": until[1], "words": "结束"})
    assert wrong.status_code == 422
    assert desk.count("keys") == 4
    assert desk.post("/desk/end", {"until": until[1], "words": "结束本次事件"}).status_code == 303

    assert desk.count("keys") == desk.count("texts") == 1, "what came after was not shown"
    assert desk.get(f"/desk/case/{late}").status_code == 200
    assert desk.get(f"/desk/case/{reference}").status_code == 410
    certificate = desk.get("/desk/end").text
    assert "销毁证明 第" in certificate
    (event,) = desk.casebook.acts("desk:end")
    assert event.facts == {
        "until": until[1],
        "counts": [["supervision", "received", 2], ["volunteer", "matched", 1]],
    }


@pytest.mark.parametrize("until", ["", "gestern", "2026-11-24T10:00:00"])
def test_a_forged_end_destroys_nothing(desk: Intake, until: str) -> None:
    desk.send("volunteer")

    answer = desk.post("/desk/end", {"until": until, "words": "结束本次事件"})

    assert answer.status_code in (400, 422)
    assert desk.count("keys") == 1


def test_it_is_done_at_start_and_by_command(tmp_path: Path) -> None:
    Server.start("--data", tmp_path).stop()

    assert run("tidy", "--data", tmp_path)[:2] == (0, "到期的 0 份，内容已销毁。\n")
