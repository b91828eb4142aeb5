"""One case: its answers, and what is done about it. Every look is written down before it is shown."""

from __future__ import annotations

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from intake_app.answers import cleaned
from intake_app.casework import ANSWERS, STATUSES, Kind, history
from intake_app.desk.acts import WORDS, my_act
from intake_app.desk.cabinet import Cabinet
from intake_app.parts import Parts
from intake_app.storage.casebook import Submission

ACTS_ON_A_CASE: dict[str, tuple[Kind, bool]] = {
    "status": ("case:status", False),
    "priority": ("case:priority", True),
    "note": ("case:note", True),
}
"""Last part of the address → event kind, and whether words are a must."""


def add(desk: Blueprint, parts: Parts, cabinet: Cabinet) -> None:
    """The page of a case, and the acts on it."""

    @desk.get("/case/<reference>")
    def case(reference: str) -> str:  # noqa: ARG001  # found when it was asked who may
        return _case_page(parts, cabinet)

    @desk.post("/case/<reference>/<act>")
    def act_on(reference: str, act: str) -> AnyResponse | tuple[str, int]:
        found: Submission = g.submission
        kind, must_say = ACTS_ON_A_CASE.get(act) or abort(404)
        words, to = cleaned(request.form.get("words", "")), request.form.get("to", "")
        lock = cabinet.lock(found) or abort(410)
        levels = [level["id"] for level in parts.reading(found.case, lock).levels()]
        choices = {"status": list(STATUSES), "priority": levels, "note": [""]}[act]
        if to not in choices:
            return _case_page(parts, cabinet, "请选一项再保存。"), 422
        if len(words) > WORDS or (must_say and not words):
            sentence = f"要写几句（最多 {WORDS} 字）：为什么，或者发生了什么。"
            return _case_page(parts, cabinet, sentence), 422
        event = my_act(parts, kind, {"to": to} if to else {})
        event = lock.write(event, words.encode()) if words else event
        parts.casebook.append(event, found)
        return redirect(url_for("desk.case", reference=reference), code=303)


def _case_page(parts: Parts, cabinet: Cabinet, mistake: str = "") -> str:
    """A case with its answers. Whoever looks leaves a trace."""
    submission: Submission = g.submission
    lock = cabinet.lock(submission) or abort(410)
    look = parts.casebook.append(my_act(parts, "case:open"), submission)
    case, reading = submission.case, parts.reading(submission.case, lock)
    mine = next((one for one in cabinet.entries() if one.submission.id == submission.id), None)
    return render_template(
        "desk/case.html",
        submission=submission,
        reading=reading,
        case=case,
        twins=mine.twins if mine else [],
        history=history([*submission.events, look]),
        words=lambda event: lock.read(event).decode() if event.kind not in ANSWERS else "",
        statuses=STATUSES,
        mistake=mistake,
    )
