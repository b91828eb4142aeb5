"""The end of an event: what will go, and the certificates of what went."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from intake_app.casework import ENDS, STATUSES
from intake_app.parts import Parts
from intake_app.retention import counts, end, up_to

END_WORDS = "结束本次事件"
"""What has to be typed before everything is destroyed."""


def add(desk: Blueprint, parts: Parts) -> None:
    """The page that shows it, and the act itself."""

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
