"""Coming and going: a password, then a code from the phone."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from intake_app.accounts import SESSION, Accounts
from intake_app.casework import Event
from intake_app.desk.acts import my_act
from intake_app.limits import address
from intake_app.parts import Parts
from intake_app.qr import qr
from intake_app.second_factor import LENGTH, offer

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
        if token:
            return _led_to("desk.code", token)
        # A wrong name may be a password typed into the wrong box, so it is not written down.
        parts.casebook.append(Event("desk:refused", now, NOBODY))
        return render_template("desk/login.html", failed=True), 422

    @desk.route("/code", methods=["GET", "POST"])
    def code() -> AnyResponse | str | tuple[str, int]:
        if request.method == "GET":
            return _code_page()
        typed, now = request.form.get("code", "")[:16], parts.clock()
        token = accounts.enter_code(request.cookies[COOKIE], g.account, typed, now)
        parts.casebook.append(my_act(parts, "desk:login" if token else "desk:refused"))
        return _led_to("desk.inbox", token) if token else (_code_page(failed=True), 422)

    def _code_page(*, failed: bool = False) -> str:
        """Asks for a code; where there is no second factor yet, it offers one to set up."""
        link = key = ""
        if not g.account.totp:
            secret = accounts.totp(request.cookies[COOKIE], g.account).key[:LENGTH]
            link, key = offer(secret, g.account.name, parts.library.site.name)
        drawn = qr(link) if link else ""
        return render_template("desk/code.html", link=link, key=key, qr=drawn, failed=failed)

    @desk.post("/logout")
    def logout() -> AnyResponse:
        accounts.log_out(request.cookies[COOKIE])
        parts.casebook.append(my_act(parts, "desk:logout"))
        response = redirect(url_for("desk.login"), code=303)
        response.delete_cookie(COOKIE, path="/desk")
        return response


def _led_to(page: str, token: str) -> AnyResponse:
    response = redirect(url_for(page), code=303)
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
