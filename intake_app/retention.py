"""Nothing is kept too long: what has expired is destroyed, and an ended event as a whole."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from generator.schema.library import Library
from intake_app.casework import CLOCKWORK, Event, expires_at
from intake_app.storage.casebook import Casebook, Submission


def tidy(casebook: Casebook, library: Library, now: datetime) -> int:
    """Destroy what has expired; how many.

    The shorter holds: what was promised when the answers were given, and what the form says now.
    """
    archived = cache(lambda hash_: json.loads(casebook.definition(hash_))["retention"])
    current = {id_: form.retention.model_dump() for id_, form in library.forms.items()}

    def is_over(one: Submission) -> bool:
        case = one.case
        promised = archived(case.definition)
        return any(
            now >= expires_at(case, kept["days"], from_service=kept["from_service"])
            for kept in (promised, current.get(one.form, promised))
        )

    expired = [one for one in casebook.live() if is_over(one)]
    return len(casebook.destroy(expired, Event("submission:expire", now, CLOCKWORK)))


def up_to(casebook: Casebook, until: datetime) -> list[Submission]:
    """What the end of an event takes away: all that came in up to a moment."""
    return [one for one in casebook.live() if one.case.received_at <= until]


def counts(submissions: Iterable[Submission]) -> list[list[Any]]:
    """Form, status and how many, sorted."""
    found = Counter((one.form, one.case.status) for one in submissions)
    return [[form, status, count] for (form, status), count in sorted(found.items())]


def end(casebook: Casebook, until: datetime, actor: str, now: datetime) -> None:
    """Destroy all up to a moment. A certificate of counts stays, as an event of the desk."""

    def certificate(gone: list[Submission]) -> Event:
        facts = {"until": until.isoformat(), "counts": counts(gone)}
        return Event("desk:end", now, actor, facts)

    casebook.destroy(up_to(casebook, until), Event("submission:end", now, actor), certificate)
