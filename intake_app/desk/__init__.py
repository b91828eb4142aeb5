"""The desk: what came in, and what is done about it. Closed unless logged in and allowed.

It exists only where the private key is.
"""

from __future__ import annotations

from functools import partial

from flask import Blueprint, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from intake_app.accounts import Accounts
from intake_app.desk import case, ending, exporting, inbox, login
from intake_app.desk.acts import allowed
from intake_app.desk.cabinet import Cabinet
from intake_app.desk_key import DeskKey
from intake_app.errors import not_yours
from intake_app.parts import Parts


def blueprint(parts: Parts, accounts: Accounts, key: DeskKey) -> Blueprint:
    """The desk over these parts, with the key that opens what they keep."""
    desk = Blueprint("desk", __name__, url_prefix="/desk")
    cabinet = Cabinet(parts, key)

    @desk.before_request
    def deny_by_default() -> AnyResponse | None:
        """Nothing is reached but by a session, whole, of somebody who may.

        A route that nobody thought of is denied to all but admins.
        """
        page = (request.endpoint or "").removeprefix("desk.")
        if page == "login":
            return None
        session = accounts.session(request.cookies.get(login.COOKIE, ""), parts.clock())
        if not session:
            return redirect(url_for("desk.login"), code=303)
        g.account = session.account
        if session.whole == (page == "code"):
            return redirect(url_for("desk.inbox" if session.whole else "desk.code"), code=303)
        if page == "code":
            return None
        about = request.view_args or {}
        if "reference" in about:
            g.submission = parts.casebook.find(reference=about["reference"]) or abort(404)
        if not allowed(parts, about.get("act", page), g.get("submission")):
            abort(not_yours())
        return None

    desk.context_processor(lambda: {"allowed": partial(allowed, parts)})
    login.add(desk, parts, accounts)
    inbox.add(desk, parts, cabinet)
    case.add(desk, parts, cabinet)
    exporting.add(desk, parts, cabinet)
    ending.add(desk, parts)
    return desk
