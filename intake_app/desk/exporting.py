"""Tables to take away, with a reason that stays."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from intake_app.answers import cleaned
from intake_app.desk.acts import WORDS, my_act
from intake_app.desk.cabinet import Cabinet
from intake_app.export import Row, table
from intake_app.parts import Parts


def add(desk: Blueprint, parts: Parts, cabinet: Cabinet) -> None:
    """The page that asks what and why, and the download."""

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
                look = lock.write(my_act(parts, "case:export"), reason.encode())
                parts.casebook.append(look, submission)
                case = submission.case
                rows.append((submission.reference, case, parts.reading(case, lock)))
        facts = {"form": form, "sensitive": sensitive, "count": len(rows)}
        parts.casebook.append(my_act(parts, "desk:export", facts))
        response = Response(table(rows, sensitive=sensitive), mimetype="text/csv")
        response.headers["Content-Disposition"] = f'attachment; filename="{form}.csv"'
        return response
