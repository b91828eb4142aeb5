"""The applicant's own page: receipt, state, and every right over what was sent.

Whoever has the secret is the applicant. The secret comes in the body of a post, never in an
address; the address of a receipt holds it sealed, for a day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from intake_app.answers import chosen, cleaned, read_answers
from intake_app.archive import filed
from intake_app.casework import PUBLIC, Event, Kind
from intake_app.limits import address
from intake_app.moments import BEIJING
from intake_app.parts import Parts
from intake_app.private_words import has_identity_number
from intake_app.public import show
from intake_app.qr import qr
from intake_app.sealing import Lock, locator
from intake_app.storage.casebook import Casebook, Submission
from intake_app.tokens import typed_secret

WORDS = 500
"""Longest note of an applicant."""
TRIES = 60
"""Secrets that one address may try in ten minutes. None can be guessed; this only bounds the load."""


@dataclass(frozen=True)
class Mine:
    """A submission in the hands of its applicant."""

    token: str
    secret: str
    submission: Submission
    lock: Lock | None
    """Nothing after the words were destroyed."""


def blueprint(parts: Parts) -> Blueprint:
    """The applicant's pages over these parts."""
    applicant = Blueprint("applicant", __name__)

    @applicant.get("/status")
    def ask() -> str:
        return render_template("status.html", mistake="")

    @applicant.post("/status")
    def find() -> AnyResponse | tuple[str, int]:
        secret, now = typed_secret(request.form.get("code", "")[:80]), parts.clock()
        if parts.limits.passed("status", address(), now, TRIES):
            return render_template("status.html", mistake="查得太密了，请过十分钟再试。"), 422
        if not parts.casebook.find(locator=locator(secret)):
            mistake = "没有找到。请核对查询码：20 位字母和数字，没有 I、O、Q、Z、0、1。"
            return render_template("status.html", mistake=mistake), 422
        token = parts.tokens.receipt(secret, now)
        return redirect(url_for("applicant.receipt", token=token), code=303)

    @applicant.get("/receipt/<token>")
    def receipt(token: str) -> str:
        return _page(parts, _mine(parts, token))

    @applicant.get("/receipt/<token>/download")
    def download(token: str) -> AnyResponse:
        mine = _mine(parts, token)
        response = Response(_copy(parts, mine), mimetype="text/plain")
        name = f"{mine.submission.reference}.txt"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    @applicant.route("/receipt/<token>/correct", methods=["GET", "POST"])
    def correct(token: str) -> AnyResponse:
        return _correct(parts, _mine(parts, token))

    @applicant.post("/receipt/<token>/<act>")
    def change(token: str, act: str) -> AnyResponse | tuple[str, int]:
        mine = _mine(parts, token)
        mistake = (ACTS.get(act) or abort(404))(parts, mine)
        if mistake:
            return _page(parts, mine, mistake), 422
        return redirect(url_for("applicant.receipt", token=token), code=303)

    return applicant


def _mine(parts: Parts, token: str) -> Mine:
    """The submission; or the way to the page that asks for the secret."""
    secret = parts.tokens.receipt_secret(token, parts.clock())
    found = parts.casebook.find(locator=locator(secret)) if secret else None
    if not secret or not found:
        abort(redirect(url_for("applicant.ask"), code=303))
    wrapped = found.keys.for_applicant if found.keys else None
    lock = Lock.by_secret(found.form, secret, wrapped) if wrapped else None
    return Mine(token, secret, found, lock)


def _page(parts: Parts, mine: Mine, mistake: str = "") -> str:
    case, lock = mine.submission.case, mine.lock
    if not lock:
        return render_template("gone.html", submission=mine.submission, case=case)
    reading = parts.reading(case, lock)
    return render_template(
        "receipt.html",
        mine=mine,
        submission=mine.submission,
        case=case,
        form=reading.definition,
        level=reading.level(case.level),
        proposed=reading.level(case.proposed),
        reasons=reading.reasons(),
        lines=reading.lines(),
        notes=_notes(mine.submission, lock),
        qr=qr(f"{request.url_root}status#{mine.secret}"),
        mistake=mistake,
        open=case.status != "withdrawn",
    )


def _notes(submission: Submission, lock: Lock) -> list[tuple[Event, str]]:
    """What the applicant added. The desk's own remarks are the desk's."""
    return [
        (event, lock.read(event).decode())
        for event in submission.events
        if event.kind == "submission:note"
    ]


def _correct(parts: Parts, mine: Mine) -> AnyResponse:
    """The form with the answers of before; sent again, they become those that hold."""
    submission, form = mine.submission, parts.library.forms.get(mine.submission.form)
    here = url_for("applicant.receipt", token=mine.token)
    if not mine.lock or not form or submission.case.status == "withdrawn":
        return redirect(here, code=303)
    if request.method == "GET":
        answers = parts.reading(submission.case, mine.lock).answers
        typed = {name: chosen(answers, name) for name in answers}
        return show(parts, submission.form, typed, corrects=request.path)
    posted, now = request.form.to_dict(flat=False), parts.clock()
    reading = read_answers(form, posted, now.astimezone(BEIJING).date())
    if reading.faults:
        return show(parts, submission.form, posted, faults=reading.faults, corrects=request.path)
    facts, body = filed(form, parts.papers[submission.form], reading.answers)
    event = Event("submission:correct", now, PUBLIC, facts)
    parts.casebook.append(mine.lock.write(event, body), submission)
    return redirect(here, code=303)


def _note(parts: Parts, mine: Mine) -> str:
    words = cleaned(request.form.get("words", ""))
    if not 0 < len(words) <= WORDS:
        return f"请写几句，最多 {WORDS} 字，再按“补充”。"
    if has_identity_number(words):
        return "这里像有身份证号。我们不收身份证号，请删掉再补充。"
    if mine.lock:
        event = mine.lock.write(Event("submission:note", parts.clock(), PUBLIC), words.encode())
        parts.casebook.append(event, mine.submission)
    return ""


def _surely(kind: Kind, do: Callable[[Casebook, Submission, Event], object]) -> Act:
    """An act that cannot be taken back: it wants its box ticked."""

    def act(parts: Parts, mine: Mine) -> str:
        if request.form.get("sure") != "yes":
            return "没有办。请先勾选那一格，表示您想好了，再按一次。"
        do(parts.casebook, mine.submission, Event(kind, parts.clock(), PUBLIC))
        return ""

    return act


Act = Callable[[Parts, Mine], str]
"""Does something, or says why not."""
ACTS: dict[str, Act] = {
    "note": _note,
    "withdraw": _surely("submission:withdraw", Casebook.withdraw),
    "erase": _surely("submission:erase", lambda book, one, event: book.destroy([one], event)),
}
"""Last part of the address → what it does."""


def _copy(parts: Parts, mine: Mine) -> str:
    """All that is kept of the applicant, as a text that every phone can show."""
    case, lock = mine.submission.case, mine.lock
    return render_template(
        "copy.txt",
        submission=mine.submission,
        case=case,
        reading=parts.reading(case, lock) if lock else None,
        notes=_notes(mine.submission, lock) if lock else [],
    )
