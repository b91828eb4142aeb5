"""Whether somebody at the desk may do something, and what they did, as an event under their name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g

from intake_app.casework import Event, Kind
from intake_app.parts import Parts
from intake_app.permissions import may
from intake_app.storage.casebook import Submission

WORDS = 500
"""Longest note or reason."""


def my_act(parts: Parts, kind: Kind, facts: Mapping[str, Any] | None = None) -> Event:
    """The event, by whoever is logged in, now."""
    return Event(kind, parts.clock(), g.account.name, facts or {})


def allowed(parts: Parts, act: str, submission: Submission | None = None) -> bool:
    """Whether whoever is logged in may do that."""
    if not submission:
        return may(g.account, act)
    form = parts.library.forms.get(submission.form)
    return may(g.account, act, form.worked_by if form else "", submission.case)
