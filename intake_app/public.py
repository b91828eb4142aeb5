"""The forms and their receipts. Cannot open what it stored, sets no cookie."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256

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
    canonical,
    confirm_name,
    holds,
    notes_of,
    prefilled,
    read_answers,
)
from intake_app.archive import archived, body_of, consent_text, level_of, reasons
from intake_app.limits import address
from intake_app.moments import BEIJING
from intake_app.parts import Parts
from intake_app.storage.casebook import NewSubmission, Submission
from intake_app.storage.engine import StorageError
from intake_app.tokens import draw_reference
from intake_app.triage import triage
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
        return _show(parts, form_id, prefilled(_form(parts, form_id), query))

    @public.get("/apply/<form_id>.css")
    def stylesheet_of(form_id: str) -> AnyResponse:
        response = Response(stylesheet(_form(parts, form_id)), mimetype="text/css")
        response.add_etag()
        return response.make_conditional(request)

    @public.post("/apply/<form_id>")
    def send(form_id: str) -> AnyResponse:
        return _send(parts, form_id, request.form.to_dict(flat=False))

    @public.get("/receipt/<token>")
    def receipt(token: str) -> str:
        reference = parts.tokens.reference(token)
        found = parts.casebook.find(reference) if reference else None
        if not found:
            abort(404)
        submission, case = found
        definition = json.loads(submission.definition)
        return render_template(
            "receipt.html",
            submission=submission,
            form=definition,
            level=level_of(definition, case.level),
            proposed=level_of(definition, case.proposed),
            reasons=reasons(definition, case.rules),
        )

    return public


def _form(parts: Parts, form_id: str) -> Form:
    return parts.library.forms.get(form_id) or abort(404)


def _send(parts: Parts, form_id: str, posted: Posted) -> AnyResponse:
    """Read, keep, and lead to the receipt; or give the form back with everything typed in it."""
    form = _form(parts, form_id)
    now = parts.clock()
    reading = read_answers(form, posted, now.astimezone(BEIJING).date())
    submission_id = parts.tokens.submission(form_id, _token(posted))
    if any(posted.get(TRAP, [])):
        return _show(parts, form_id, posted, banner=TRAPPED)
    if reading.faults:
        return _show(parts, form_id, posted, faults=reading.faults)
    if not submission_id:
        return _show(parts, form_id, posted, banner=STALE)
    new = _new_submission(parts, form_id, submission_id, reading.answers, now)
    try:
        if parts.limits.passed("post", address(), now, parts.config.posts):
            return _show(parts, form_id, posted, banner=BUSY)
        kept = parts.casebook.receive(new, draw_reference)
    except StorageError as error:
        current_app.logger.error("%s", error)
        return _show(parts, form_id, posted, banner=DOWN)
    if kept.answers_mac != new.answers_mac:
        return _show(parts, form_id, posted, banner=_conflict(parts, kept))
    return redirect(_receipt_url(parts, kept), code=303)


def _show(
    parts: Parts,
    form_id: str,
    typed: Posted,
    *,
    faults: Sequence[Fault] = (),
    banner: Banner | None = None,
) -> AnyResponse:
    """The form, with what was typed and what has to be said about it."""
    form = _form(parts, form_id)
    typed = {name: values for name, values in typed.items() if any(values)}
    token = _token(typed)
    # After a conflict the old id is used up; otherwise the same id makes a retry harmless.
    used = banner is not None and banner.receipt is not None
    if used or not parts.tokens.submission(form_id, token):
        token = parts.tokens.new_submission(form_id)
    page = render_template(
        "form.html",
        form_id=form_id,
        form=form,
        typed=typed,
        token=token,
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


def _new_submission(
    parts: Parts, form_id: str, submission_id: str, answers: Answers, now: datetime
) -> NewSubmission:
    form = parts.library.forms[form_id]
    judged = triage(form, answers)
    definition = archived(form)
    return NewSubmission(
        submission_id=submission_id,
        form=form_id,
        received_at=now,
        definition_hash=sha256(definition.encode()).hexdigest(),
        definition=definition,
        consent_hash=sha256(consent_text(form)).hexdigest(),
        answers_mac=parts.tokens.keyed("answers", canonical(answers)),
        applicant_key=parts.tokens.keyed("applicant", str(answers[form.applicant])),
        body=body_of(answers, notes_of(form, answers)),
        facts=asdict(judged) if judged else {},
    )


def _receipt_url(parts: Parts, kept: Submission) -> str:
    return url_for("public.receipt", token=parts.tokens.receipt(kept.reference))


def _conflict(parts: Parts, kept: Submission) -> Banner:
    return Banner(
        409,
        f"这张表已经交过了，编号 {kept.reference}",
        "您这次填的和上次不一样。要另交一份，看一遍再按一次提交；只留上次那份，就不用再交。",
        _receipt_url(parts, kept),
    )
