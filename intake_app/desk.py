"""The desk: what came in, most urgent first, and what is done about it. Closed unless logged in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from intake_app.accounts import SESSION, Accounts
from intake_app.answers import cleaned
from intake_app.archive import answered, level_of, levels_of, noted, reasons
from intake_app.casework import STATUSES, Event, Kind, by_urgency, fold, history
from intake_app.export import table
from intake_app.limits import address
from intake_app.parts import Parts

COOKIE = "desk"
ACTS_ON_A_CASE: dict[str, tuple[Kind, bool]] = {
    "status": ("case:status", False),
    "priority": ("case:priority", True),
    "note": ("case:note", True),
}
"""Last part of the address → event kind, and whether words are a must."""
WORDS = 500
"""Longest note or reason."""


def blueprint(parts: Parts, accounts: Accounts) -> Blueprint:
    """The desk over these parts."""
    desk = Blueprint("desk", __name__, url_prefix="/desk")

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
            Event("desk:login", now, name) if token else Event("desk:refused", now, "?")
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
        entries = [
            entry
            for entry in parts.casebook.entries()
            if form in ("", entry.form) and _is_listed(entry.case.status, status)
        ]
        return render_template(
            "desk/inbox.html",
            entries=sorted(entries, key=lambda entry: by_urgency(entry.case)),
            forms=parts.library.forms,
            statuses=STATUSES,
            form=form,
            status=status,
        )

    @desk.get("/case/<reference>")
    def case(reference: str) -> str:
        return _case_page(parts, reference)

    @desk.post("/case/<reference>/<act>")
    def act_on(reference: str, act: str) -> AnyResponse | tuple[str, int]:
        found = parts.casebook.find(reference) or abort(404)
        words, to = cleaned(request.form.get("words", "")), request.form.get("to", "")
        levels = [level["id"] for level in levels_of(json.loads(found[0].definition))]
        kind, must_say = ACTS_ON_A_CASE.get(act) or abort(404)
        choices = {"status": list(STATUSES), "priority": levels, "note": [""]}[act]
        if to not in choices:
            return _case_page(parts, reference, "请选一项再保存。"), 422
        if len(words) > WORDS or (must_say and not words):
            sentence = f"要写几句（最多 {WORDS} 字）：为什么，或者发生了什么。"
            return _case_page(parts, reference, sentence), 422
        facts = {"to": to} if to else {}
        parts.casebook.append(_act(parts, kind, words, facts), reference)
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
        wanted = [entry.reference for entry in parts.casebook.entries() if entry.form == form]
        act = _act(parts, "case:export", reason, {"form": form, "sensitive": sensitive})
        parts.casebook.append(act)
        content = table(parts.casebook.open(wanted, act), sensitive=sensitive)
        response = Response(content, mimetype="text/csv")
        response.headers["Content-Disposition"] = f'attachment; filename="{form}.csv"'
        return response

    return desk


def _is_listed(status: str, wanted: str) -> bool:
    """`open` stands for all that is not done."""
    return status != "done" if wanted == "open" else status == wanted


def _act(
    parts: Parts, kind: Kind, words: str = "", facts: Mapping[str, Any] | None = None
) -> Event:
    return Event(kind, parts.clock(), g.account.name, facts or {}, words or None)


def _case_page(parts: Parts, reference: str, mistake: str = "") -> str:
    """A case with its answers. Whoever looks leaves a trace."""
    found = parts.casebook.open([reference], _act(parts, "case:open")) or abort(404)
    opened = found[0]
    definition = json.loads(opened.submission.definition)
    case = fold(opened.events)
    return render_template(
        "desk/case.html",
        submission=opened.submission,
        title=definition["title"],
        case=case,
        answers=answered(definition, opened.body),
        notes=noted(definition, opened.body),
        level=level_of(definition, case.level),
        levels=levels_of(definition),
        reasons=reasons(definition, case.rules),
        history=history(opened.events),
        statuses=STATUSES,
        mistake=mistake,
    )
