"""The desk: what came in, most urgent first, and what is done about it. Closed unless logged in.

It exists only where the private key is. Every look at answers is written down before it is shown.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from intake_app.accounts import SESSION, Accounts
from intake_app.answers import cleaned
from intake_app.casework import ANSWERS, ENDS, STATUSES, Case, Event, Kind, history
from intake_app.desk_key import DeskKey
from intake_app.export import Row, table
from intake_app.limits import address
from intake_app.parts import Parts
from intake_app.retention import counts, end, up_to
from intake_app.sealing import Lock, SealError
from intake_app.storage.casebook import Submission

COOKIE = "desk"
NOBODY = "?"
ACTS_ON_A_CASE: dict[str, tuple[Kind, bool]] = {
    "status": ("case:status", False),
    "priority": ("case:priority", True),
    "note": ("case:note", True),
}
"""Last part of the address → event kind, and whether words are a must."""
WORDS = 500
"""Longest note or reason."""
END_WORDS = "结束本次事件"
"""What has to be typed before everything is destroyed."""
TWIN_SPAN = timedelta(hours=24)
"""Within which a second submission from one number is pointed out."""


@dataclass(frozen=True)
class Entry:
    """A line of the list."""

    submission: Submission
    case: Case
    rank: list[int]
    whole: bool
    """Whether the seal opened."""
    twins: list[str]
    """References of earlier ones of the form from the same number within a day."""

    @property
    def urgency(self) -> tuple[object, ...]:
        """Level, then the order inside it, then who came first."""
        case = self.case
        return (case.level is None, case.level or "", self.rank, case.received_at)


class Cabinet:
    """Opens submissions with the private key."""

    def __init__(self, parts: Parts, key: DeskKey) -> None:
        self._parts = parts
        self._key = key
        self._pepper = secrets.token_bytes(32)
        self._known: dict[int, tuple[list[int], bytes | None]] = {}

    def lock(self, submission: Submission) -> Lock | None:
        """The lock; nothing where the applicant took the key away.

        Raises:
            SealError: when it was sealed to another key.
        """
        sealed = submission.keys.for_desk if submission.keys else None
        return self._key.lock(submission.form, submission.locator, sealed) if sealed else None

    def entries(self) -> list[Entry]:
        """All that the desk may open, as the list needs it. Shows no answer, so it is no look."""
        found: list[Entry] = []
        of_caller: dict[object, list[Entry]] = {}
        for submission in self._parts.casebook.live():
            if submission.keys and submission.keys.for_desk:
                rank, caller = self._seen(submission)
                case, key = submission.case, (submission.form, caller or submission.id)
                before = of_caller.setdefault(key, [])
                twins = [
                    one.submission.reference
                    for one in before
                    if case.received_at - one.case.received_at < TWIN_SPAN
                ]
                before.append(Entry(submission, case, rank, caller is not None, twins))
                found.append(before[-1])
        return found

    def _seen(self, submission: Submission) -> tuple[list[int], bytes | None]:
        """Rank, and the number hashed under a key that this process drew and never writes; read
        once for each set of answers."""
        case = submission.case
        if case.answers.id not in self._known:
            try:
                lock = self.lock(submission)
                reading = self._parts.reading(case, lock) if lock else None
            except SealError:
                reading = None
            if not reading:
                return [], None  # one that was tampered with must not hide the others
            caller = blake2b(reading.applicant.encode(), key=self._pepper).digest()
            self._known[case.answers.id] = reading.rank, caller
        return self._known[case.answers.id]


def blueprint(parts: Parts, accounts: Accounts, key: DeskKey) -> Blueprint:
    """The desk over these parts, with the key that opens what they keep."""
    desk = Blueprint("desk", __name__, url_prefix="/desk")
    cabinet = Cabinet(parts, key)

    @desk.before_request
    def deny_by_default() -> AnyResponse | None:
        g.account = accounts.who(request.cookies.get(COOKIE, ""), parts.clock())
        if g.account or request.endpoint == "desk.login":
            return None
        return redirect(url_for("desk.login"), code=303)

    @desk.route("/login", methods=["GET", "POST"])
    def login() -> AnyResponse | str | tuple[str, int]:
        if request.method == "GET":
            return render_template("desk/login.html", failed=False)
        name, now = request.form.get("name", "")[:64], parts.clock()
        token = accounts.log_in(name, request.form.get("password", ""), address(), now)
        # A wrong name may be a password typed into the wrong box, so it is not written down.
        parts.casebook.append(
            Event("desk:login", now, name) if token else Event("desk:refused", now, NOBODY)
        )
        if not token:
            return render_template("desk/login.html", failed=True), 422
        response = redirect(url_for("desk.inbox"), code=303)
        response.set_cookie(
            COOKIE,
            token,
            max_age=SESSION,
            path="/desk",
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",  # Strict would lose the session when a link is opened from a chat
        )
        return response

    @desk.post("/logout")
    def logout() -> AnyResponse:
        accounts.log_out(request.cookies[COOKIE])
        parts.casebook.append(_act(parts, "desk:logout"))
        response = redirect(url_for("desk.login"), code=303)
        response.delete_cookie(COOKIE, path="/desk")
        return response

    @desk.get("/")
    def inbox() -> str:
        form, status = request.args.get("form", ""), request.args.get("status", "open")
        wanted = [
            entry
            for entry in sorted(cabinet.entries(), key=lambda entry: entry.urgency)
            if form in ("", entry.submission.form) and _is_listed(entry.case.status, status)
        ]
        return render_template(
            "desk/inbox.html",
            entries=wanted,
            forms=parts.library.forms,
            statuses=STATUSES,
            form=form,
            status=status,
        )

    @desk.get("/case/<reference>")
    def case(reference: str) -> str:
        return _case_page(parts, cabinet, reference)

    @desk.post("/case/<reference>/<act>")
    def act_on(reference: str, act: str) -> AnyResponse | tuple[str, int]:
        found = parts.casebook.find(reference=reference) or abort(404)
        kind, must_say = ACTS_ON_A_CASE.get(act) or abort(404)
        words, to = cleaned(request.form.get("words", "")), request.form.get("to", "")
        lock = cabinet.lock(found) or abort(410)
        levels = [level["id"] for level in parts.reading(found.case, lock).levels()]
        choices = {"status": list(STATUSES), "priority": levels, "note": [""]}[act]
        if to not in choices:
            return _case_page(parts, cabinet, reference, "请选一项再保存。"), 422
        if len(words) > WORDS or (must_say and not words):
            sentence = f"要写几句（最多 {WORDS} 字）：为什么，或者发生了什么。"
            return _case_page(parts, cabinet, reference, sentence), 422
        event = _act(parts, kind, {"to": to} if to else {})
        event = lock.write(event, words.encode()) if words else event
        parts.casebook.append(event, found)
        return redirect(url_for("desk.case", reference=reference), code=303)

    @desk.get("/export")
    def export() -> str:
        return render_template("desk/export.html", forms=parts.library.forms, failed=False)

    @desk.post("/export")
    def download() -> AnyResponse | tuple[str, int]:
        reason = cleaned(request.form.get("words", ""))
        form, sensitive = request.form.get("form", ""), request.form.get("sensitive") == "yes"
        if form not in parts.library.forms or not 0 < len(reason) <= WORDS:
            page = render_template("desk/export.html", forms=parts.library.forms, failed=True)
            return page, 422
        rows: list[Row] = []
        for submission in parts.casebook.live():
            if submission.form == form and (lock := cabinet.lock(submission)):
                act = lock.write(_act(parts, "case:export"), reason.encode())
                parts.casebook.append(act, submission)
                case = submission.case
                rows.append((submission.reference, case, parts.reading(case, lock)))
        facts = {"form": form, "sensitive": sensitive, "count": len(rows)}
        parts.casebook.append(_act(parts, "desk:export", facts))
        response = Response(table(rows, sensitive=sensitive), mimetype="text/csv")
        response.headers["Content-Disposition"] = f'attachment; filename="{form}.csv"'
        return response

    @desk.get("/end")
    def ending() -> str:
        return _end_page(parts, parts.clock())

    @desk.post("/end")
    def end_event() -> AnyResponse | tuple[str, int]:
        try:
            until = datetime.fromisoformat(request.form.get("until", ""))
        except ValueError:
            abort(400)
        if until.tzinfo is None:
            abort(400)
        if request.form.get("words", "").strip() != END_WORDS:
            return _end_page(parts, until, failed=True), 422
        end(parts.casebook, until, g.account.name, parts.clock())
        return redirect(url_for("desk.ending"), code=303)

    return desk


def _is_listed(status: str, wanted: str) -> bool:
    """`open` stands for all that is not done."""
    return status != "done" if wanted == "open" else status == wanted


def _act(parts: Parts, kind: Kind, facts: Mapping[str, Any] | None = None) -> Event:
    return Event(kind, parts.clock(), g.account.name, facts or {})


def _case_page(parts: Parts, cabinet: Cabinet, reference: str, mistake: str = "") -> str:
    """A case with its answers. Whoever looks leaves a trace."""
    submission = parts.casebook.find(reference=reference) or abort(404)
    lock = cabinet.lock(submission) or abort(410)
    look = parts.casebook.append(_act(parts, "case:open"), submission)
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


def _end_page(parts: Parts, until: datetime, *, failed: bool = False) -> str:
    """What would go, and the certificates of what went before."""
    return render_template(
        "desk/end.html",
        until=until,
        counts=counts(up_to(parts.casebook, until)),
        certificates=parts.casebook.acts("desk:end"),
        forms=parts.library.forms,
        states=STATUSES | ENDS,
        words=END_WORDS,
        failed=failed,
    )
