"""The list: what came in, most urgent first."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from intake_app.casework import STATUSES
from intake_app.desk.acts import allowed
from intake_app.desk.cabinet import Cabinet
from intake_app.parts import Parts


def add(desk: Blueprint, parts: Parts, cabinet: Cabinet) -> None:
    """The page of the list."""

    @desk.get("/")
    def inbox() -> str:
        form, status = request.args.get("form", ""), request.args.get("status", "open")
        wanted = [
            entry
            for entry in sorted(cabinet.entries(), key=lambda entry: entry.urgency)
            if form in ("", entry.submission.form)
            and _is_listed(entry.case.status, status)
            and allowed(parts, "list", entry.submission)
        ]
        return render_template(
            "desk/inbox.html",
            entries=wanted,
            forms=parts.library.forms,
            statuses=STATUSES,
            form=form,
            status=status,
        )


def _is_listed(status: str, wanted: str) -> bool:
    """`open` stands for all that is not done."""
    return status != "done" if wanted == "open" else status == wanted
