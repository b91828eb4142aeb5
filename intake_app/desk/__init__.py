"""The desk: what came in, and what is done about it. Closed unless logged in.

It exists only where the private key is.
"""

from __future__ import annotations

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from intake_app.accounts import Accounts
from intake_app.desk import case, ending, exporting, inbox, login
from intake_app.desk.cabinet import Cabinet
from intake_app.desk_key import DeskKey
from intake_app.parts import Parts


def blueprint(parts: Parts, accounts: Accounts, key: DeskKey) -> Blueprint:
    """The desk over these parts, with the key that opens what they keep."""
    desk = Blueprint("desk", __name__, url_prefix="/desk")
    cabinet = Cabinet(parts, key)

    @desk.before_request
    def deny_by_default() -> AnyResponse | None:
        g.account = accounts.who(request.cookies.get(login.COOKIE, ""), parts.clock())
        if g.account or request.endpoint == "desk.login":
            return None
        return redirect(url_for("desk.login"), code=303)

    login.add(desk, parts, accounts)
    inbox.add(desk, parts, cabinet)
    case.add(desk, parts, cabinet)
    exporting.add(desk, parts, cabinet)
    ending.add(desk, parts)
    return desk
