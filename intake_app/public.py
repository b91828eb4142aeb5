"""The forms. Cannot open what others stored, sets no cookie."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from generator.schema.form import Form
from intake_app.answers import (
    Answers,
    Fault,
    Posted,
    confirm_name,
    holds,
    prefilled,
    read_answers,
)
from intake_app.archive import filed
from intake_app.casework import PUBLIC, Event
from intake_app.limits import address
from intake_app.moments import BEIJING
from intake_app.parts import Parts
from intake_app.sealing import Lock, key_id, locator
from intake_app.storage.casebook import Keys, NewSubmission, Submission, Toll, TooManyError
from intake_app.storage.engine import StorageError
from intake_app.tokens import draw_reference
from intake_app.visibility import callouts_after, stylesheet, when_words

TRAP = "homepage"
"""A box that people do not see. Programs fill it in."""


@dataclass(frozen=True)
class Banner:
    """Why a form comes back although its answers are in order."""

    status: int
    title: str
    text: str
    receipt: str | None = None
    """Address of what was kept before, where there is something."""
    again: bool = False
    """Whether the form's secret is used up, so that sending again is another submission."""


STALE = Banner(
    400,
    "请再按一次提交",
    "这张表打开太久了，或者没有完整传过来。您填的都还在下面，看一遍，再按一次提交就好。",
)
TRAPPED = Banner(
    400, "请再按一次提交", "有一个看不见的格子被自动填上了，已经清空。再按一次提交就好。"
)
BUSY = Banner(
    429,
    "提交太密了，请等几分钟",
    "您填的都还在下面，没有丢。过十分钟再按一次提交。急事不要等，直接打上面的电话。",
)
ENDED = Banner(
    409,
    "这张表交过，后来撤回或删除了",
    "要另交一份，看一遍再按一次提交。不想再交，直接离开就行，不会有记录。",
    again=True,
)
DOWN = Banner(
    503,
    "没有收下，请再按一次",
    "我们这边暂时存不了。您填的都还在下面，没有丢。过一会儿再按一次提交。急事不要等，直接打电话。",
)


def blueprint(parts: Parts) -> Blueprint:
    """The public pages over these parts."""
    public = Blueprint("public", __name__)

    @public.get("/apply/")
    def index() -> str:
        return render_template("index.html", forms=parts.library.forms)

    @public.get("/apply/<form_id>")
    def form(form_id: str) -> AnyResponse:
        query = request.args.to_dict(flat=False)
        return show(parts, form_id, prefilled(_form(parts, form_id), query))

    @public.get("/apply/<form_id>.css")
    def stylesheet_of(form_id: str) -> AnyResponse:
        response = Response(stylesheet(_form(parts, form_id)), mimetype="text/css")
        response.add_etag()
        return response.make_conditional(request)

    @public.post("/apply/<form_id>")
    def send(form_id: str) -> AnyResponse:
        return _send(parts, form_id, request.form.to_dict(flat=False))

    return public


def _form(parts: Parts, form_id: str) -> Form:
    return parts.library.forms.get(form_id) or abort(404)


def _send(parts: Parts, form_id: str, posted: Posted) -> AnyResponse:
    """Read, keep, and lead to the receipt; or give the form back with everything typed in it."""
    form, now = _form(parts, form_id), parts.clock()
    reading = read_answers(form, posted, now.astimezone(BEIJING).date())
    secret = parts.tokens.form_secret(form_id, _token(posted), now)
    if any(posted.get(TRAP, [])):
        return show(parts, form_id, posted, banner=TRAPPED)
    if reading.faults:
        return show(parts, form_id, posted, faults=reading.faults)
    if not secret:
        return show(parts, form_id, posted, banner=STALE)
    try:
        new = _sealed(parts, form_id, secret, reading.answers, now)
        kept = parts.casebook.receive(new, draw_reference)
    except TooManyError:
        return show(parts, form_id, posted, banner=BUSY)
    except StorageError as error:
        current_app.logger.error("%s", error)
        return show(parts, form_id, posted, banner=DOWN)
    receipt = url_for("applicant.receipt", token=parts.tokens.receipt(secret, now))
    if not kept.keys or kept.case.status == "withdrawn":
        return show(parts, form_id, posted, banner=ENDED)
    # What is acknowledged has been opened once more with the secret that the receipt will show.
    lock = Lock.by_secret(kept.form, secret, kept.keys.for_applicant)
    if json.loads(lock.read(kept.events[0]))["answers"] != reading.answers:
        return show(parts, form_id, posted, banner=_conflict(kept, receipt))
    return redirect(receipt, code=303)


def show(
    parts: Parts,
    form_id: str,
    typed: Posted,
    *,
    faults: Sequence[Fault] = (),
    banner: Banner | None = None,
    corrects: str = "",
) -> AnyResponse:
    """The form, with what was typed and what has to be said about it.

    Args:
        parts: of the app.
        form_id: which form.
        typed: question → values; where it is a correction, the answers of before.
        faults: what is wrong with the answers.
        banner: why it comes back although they are in order.
        corrects: address to which a correction is sent; empty for a new submission.
    """
    form, now = _form(parts, form_id), parts.clock()
    typed = {name: values for name, values in typed.items() if any(values)}
    token = _token(typed)
    # When the secret is used up the next post is another one; otherwise a retry stays harmless.
    if (banner and banner.again) or not parts.tokens.form_secret(form_id, token, now):
        token = parts.tokens.new_form(form_id, now)
    page = render_template(
        "form.html",
        form_id=form_id,
        form=form,
        typed=typed,
        token=token,
        corrects=corrects,
        faults={fault.field: fault for fault in faults},
        banner=banner,
        called_out=[callout for callout in form.callouts if holds(callout.when, typed)],
        callouts=callouts_after(form),
        when_words=partial(when_words, form),
        confirm_name=confirm_name,
        trap=TRAP,
        parts=parts,
    )
    return Response(page, status=banner.status if banner else 422 if faults else 200)


def _token(posted: Posted) -> str:
    return next(iter(posted.get("token", [])), "")


def _sealed(
    parts: Parts, form_id: str, secret: str, answers: Answers, now: datetime
) -> NewSubmission:
    paper, public_key = parts.papers[form_id], parts.config.public_key
    lock = Lock.new(form_id, locator(secret))
    facts, body = filed(parts.library.forms[form_id], paper, answers)
    received = lock.write(Event("submission:receive", now, PUBLIC, facts), body)
    keys = Keys(lock.for_applicant(secret), lock.for_desk(public_key), key_id(public_key))
    toll = Toll(parts.limits.counted("post", address(), now), parts.config.posts)
    return NewSubmission(form_id, lock.locator, keys, received, paper.definition, toll)


def _conflict(kept: Submission, receipt: str) -> Banner:
    return Banner(
        409,
        f"这张表已经交过了，编号 {kept.reference}",
        "您这次填的和上次不一样。要另交一份，看一遍再按一次提交；只留上次那份，就不用再交。",
        receipt,
        again=True,
    )
