"""Submissions and what happened to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select
from sqlalchemy.exc import IntegrityError

from intake_app.casework import Case, Event, fold
from intake_app.storage.engine import StorageError, transaction
from intake_app.storage.tables import definitions, events, submissions

PLAIN = "plain"
"""Format of texts until they are sealed: UTF-8 that anyone with the file can read."""
TWIN_SPAN = timedelta(hours=24)
ATTEMPTS = 10
PUBLIC = "public"
"""Actor of what applicants do: nobody is named."""


@dataclass(frozen=True)
class NewSubmission:
    """What the public side hands over to be kept: the columns of its row, and two more."""

    submission_id: str
    form: str
    received_at: datetime
    definition_hash: str
    definition: str
    consent_hash: str
    answers_mac: str
    applicant_key: str
    body: bytes
    facts: dict[str, Any]
    """What stays in clear: level, ids of the rules that acted, order inside the level."""


@dataclass(frozen=True)
class Submission:
    """What was kept, without the answers."""

    form: str
    reference: str
    received_at: datetime
    answers_mac: str
    definition: str


@dataclass(frozen=True)
class Entry:
    """A line of the desk's list."""

    form: str
    reference: str
    case: Case


@dataclass(frozen=True)
class Opened:
    """A submission with its answers and its history."""

    submission: Submission
    body: bytes
    events: list[Event]


class Casebook:
    """The verbs. Every write is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def receive(self, new: NewSubmission, draw_reference: Callable[[], str]) -> Submission:
        """Keep a submission once. The same submission id again gives what was kept before."""
        for _ in range(ATTEMPTS):
            # Where the lock is not held from the first look on, as in PostgreSQL, another process
            # may take the id or the reference before we insert: then look again.
            with suppress(IntegrityError), transaction(self._engine) as db:
                kept = submissions.c.submission_id == new.submission_id
                return _find(db, kept) or _keep(db, new, draw_reference())
        raise StorageError("编号总是重复，没有存下。请检查数据库。")

    def find(self, reference: str) -> tuple[Submission, Case] | None:
        """A submission and how it stands, without its answers."""
        with transaction(self._engine, reading=True) as db:
            found = _find(db, submissions.c.reference == reference)
            return (found, fold(_history(db, reference))) if found else None

    def entries(self) -> list[Entry]:
        """Every submission and how it stands."""
        query = (
            select(submissions.c.form, submissions.c.reference, events)
            .join(events, events.c.submission == submissions.c.id)
            .order_by(submissions.c.id, events.c.id)
        )
        with transaction(self._engine, reading=True) as db:
            grouped = groupby(db.execute(query), key=lambda row: (row.form, row.reference))
            return [
                Entry(form, reference, fold(map(_event, rows)))
                for (form, reference), rows in grouped
            ]

    def open(self, references: Iterable[str], act: Event) -> list[Opened]:
        """The answers of some submissions. Opening is an act: it leaves its event first."""
        with transaction(self._engine) as db:
            opened = []
            for reference in references:
                here = submissions.c.reference == reference
                if submission := _find(db, here):
                    _append(db, act, reference)
                    body = db.scalars(select(submissions.c.body).where(here)).one()
                    opened.append(Opened(submission, body, _history(db, reference)))
            return opened

    def append(self, event: Event, reference: str | None = None) -> None:
        """Add what happened, to a submission or to the desk as a whole."""
        with transaction(self._engine) as db:
            _append(db, event, reference)


def _find(db: Connection, condition: Any) -> Submission | None:
    row = submissions.c
    columns = (row.form, row.reference, row.received_at, row.answers_mac, definitions.c.body)
    joined = submissions.join(definitions, definitions.c.hash == row.definition_hash)
    found = db.execute(select(*columns).select_from(joined).where(condition)).one_or_none()
    return Submission(*found) if found else None


def _keep(db: Connection, new: NewSubmission, reference: str) -> Submission:
    archived = select(definitions.c.hash).where(definitions.c.hash == new.definition_hash)
    if not db.scalar(archived):
        definition = {"hash": new.definition_hash, "form": new.form, "body": new.definition}
        db.execute(insert(definitions).values(definition | {"archived_at": new.received_at}))
    twins = select(submissions.c.reference).where(
        submissions.c.form == new.form,
        submissions.c.applicant_key == new.applicant_key,
        submissions.c.received_at > new.received_at - TWIN_SPAN,
    )
    facts = new.facts | {"twins": list(db.scalars(twins))}
    row = asdict(new) | {"reference": reference, "body_format": PLAIN}
    del row["definition"], row["facts"]
    db.execute(insert(submissions).values(row))
    _append(db, Event("submission:receive", new.received_at, PUBLIC, facts), reference)
    return Submission(new.form, reference, new.received_at, new.answers_mac, new.definition)


def _append(db: Connection, event: Event, reference: str | None) -> None:
    of_submission = select(submissions.c.id).where(submissions.c.reference == reference)
    row = {
        "submission": of_submission.scalar_subquery() if reference else None,
        "kind": event.kind,
        "at": event.at,
        "actor": event.actor,
        "facts": dict(event.facts),
        "words": event.words.encode() if event.words else None,
        "words_format": PLAIN if event.words else None,
    }
    db.execute(insert(events).values(row))


def _history(db: Connection, reference: str) -> list[Event]:
    query = (
        select(events)
        .join(submissions, submissions.c.id == events.c.submission)
        .where(submissions.c.reference == reference)
        .order_by(events.c.id)
    )
    return [_event(row) for row in db.execute(query)]


def _event(row: Row[Any]) -> Event:
    words = row.words.decode() if row.words else None
    return Event(row.kind, row.at, row.actor, row.facts, words)
