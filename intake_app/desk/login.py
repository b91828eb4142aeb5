"""Coming and going."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from intake_app.accounts import SESSION, Accounts
from intake_app.casework import Event
from intake_app.desk.acts import my_act
from intake_app.limits import address
from intake_app.parts import Parts

COOKIE = "desk"
NOBODY = "?"


def add(desk: Blueprint, parts: Parts, accounts: Accounts) -> None:
    """The pages for logging in and out."""

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
        parts.casebook.append(my_act(parts, "desk:logout"))
        response = redirect(url_for("desk.login"), code=303)
        response.delete_cookie(COOKIE, path="/desk")
        return response
