"""Submissions and what happened to them: sealed words, two copies of each key, clear events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from intake_app.casework import Case, Event, Kind, fold
from intake_app.storage.engine import StorageError, Together, insert_new, scrub, transaction
from intake_app.storage.register import Counted, counted
from intake_app.storage.tables import definitions, events, keys, submissions, texts

ATTEMPTS = 10
"""Draws of a reference before we give up: two taken ones in a row are already a wonder."""
BATCH = 500
"""Keys that are resealed in one transaction, so that nobody waits long for the lock."""


# Made once: to build a statement takes longer than to run it.
_NEW_KEYS, _NEW_TEXTS = insert(keys), insert(texts)
_NEW_EVENTS = insert(events).returning(events.c.submission, events.c.id)
Certify = Callable[[list["Submission"]], Event]


class ClosedError(Exception):
    """The applicant withdrew it or it was destroyed: nothing more can be added."""


class TooManyError(Exception):
    """Nothing was kept: too many have come from one place."""


@dataclass(frozen=True)
class Keys:
    """The key of a submission, sealed twice."""

    for_applicant: bytes
    for_desk: bytes | None
    """Nothing after the applicant withdrew."""
    desk_key: str
    """Which key of the desk."""


@dataclass(frozen=True)
class Submission:
    """What was kept. Without a key its words are bytes."""

    id: int
    form: str
    reference: str
    locator: str
    keys: Keys | None
    """Nothing after its words were destroyed."""
    events: tuple[Event, ...]

    @property
    def case(self) -> Case:
        """How it stands."""
        return fold(self.events)


@dataclass(frozen=True)
class NewSubmission:
    """What the public side hands over to be kept."""

    form: str
    locator: str
    keys: Keys
    received: Event
    definition: str
    toll: Toll | None = None


@dataclass(frozen=True)
class Toll:
    """What counts against its sender, and how many are let in before all further are refused."""

    counted: Counted
    most: int


Asked = tuple[NewSubmission, Callable[[], str]]
"""A submission, and what draws a reference for it."""


class Casebook:
    """The verbs. Every write is one transaction, on the disk before it returns."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._together = Together(engine, self._receive)
        self._archived: set[str] = set()
        """Definitions that are surely there: none is ever taken away."""

    def receive(self, new: NewSubmission, draw_reference: Callable[[], str]) -> Submission:
        """Keep a submission once. The same locator again gives what was kept before.

        Raises:
            StorageError: when it could not be kept.
            TooManyError: when its toll is over the most; that it came is counted.
        """
        if not (kept := self._together((new, draw_reference))):
            raise TooManyError
        self._archived.add(new.received.facts["definition"])  # only what was committed
        return kept

    def _receive(self, db: Connection, asked: list[Asked]) -> list[Submission | None]:
        tolls = [new.toll for new, _ in asked if new.toll]
        numbers = iter(counted(db, [toll.counted for toll in tolls]))
        let_in = [one for one in asked if not (toll := one[0].toll) or next(numbers) <= toll.most]
        waiting = {one[0].locator: one for one in reversed(let_in)}  # of equal ones the first
        kept: dict[str, Submission] = {}
        for _ in range(ATTEMPTS):
            # In order, so that two transactions never wait for each other's locators.
            left = sorted(waiting.keys() - kept.keys())
            if not left:
                return [kept.get(new.locator) for new, _ in asked]
            # Nothing is inserted where another process took the locator or the reference.
            kept |= self._insert(db, [waiting[locator] for locator in left])
            if taken := waiting.keys() - kept.keys():
                kept |= {one.locator: one for one in _load(db, submissions.c.locator.in_(taken))}
        raise StorageError("编号总是重复，没有存下。请检查数据库。")

    def _insert(self, db: Connection, asked: list[Asked]) -> dict[str, Submission]:
        """Those whose locator and reference were free, by locator."""
        wanted = [
            {"form": one.form, "locator": one.locator, "reference": draw()} for one, draw in asked
        ]
        put = insert_new(db.dialect.name, submissions)
        rows = {row.locator: row for row in db.execute(put, wanted)}
        placed = {rows[new.locator].id: new for new, _ in asked if new.locator in rows}
        if not placed:
            return {}
        self._archive(db, placed.values())
        db.execute(_NEW_KEYS, [{"submission": id_} | vars(new.keys) for id_, new in placed.items()])
        received = _append_all(db, {id_: new.received for id_, new in placed.items()})
        return {
            row.locator: Submission(
                **row._mapping, keys=placed[row.id].keys, events=(received[row.id],)
            )
            for row in rows.values()
        }

    def _archive(self, db: Connection, fresh: Iterable[NewSubmission]) -> None:
        """Keep the forms beside the first answers that were given with them."""
        for new in fresh:
            if (hash_ := new.received.facts["definition"]) not in self._archived:
                row = {"hash": hash_, "form": new.form, "body": new.definition}
                here = {"archived_at": new.received.at}
                db.execute(insert_new(db.dialect.name, definitions), row | here)

    def find(self, *, reference: str = "", locator: str = "") -> Submission | None:
        """A submission by its reference or its locator."""
        row = submissions.c
        here = row.reference == reference if reference else row.locator == locator
        with transaction(self._engine, reading=True) as db:
            return next(iter(_load(db, here)), None)

    def live(self) -> list[Submission]:
        """Every submission whose words are still there, in the order in which they came."""
        with transaction(self._engine, reading=True) as db:
            return _load(db, keys.c.submission.is_not(None))

    def definition(self, hash_: str) -> str:
        """An archived form."""
        query = select(definitions.c.body).where(definitions.c.hash == hash_)
        with transaction(self._engine, reading=True) as db:
            return str(db.scalars(query).one())

    def acts(self, kind: Kind) -> list[Event]:
        """What happened to the desk as a whole, the latest first."""
        here = (events.c.submission.is_(None), events.c.kind == kind)
        with transaction(self._engine, reading=True) as db:
            rows = db.execute(select(events).where(*here).order_by(events.c.id.desc()))
            return [Event(r.kind, r.at, r.actor, r.facts, id=r.id) for r in rows]

    def append(self, event: Event, submission: Submission | None = None) -> Event:
        """Add what happened, to a submission or to the desk as a whole.

        Raises:
            ClosedError: when there is no longer a key for whom it would be read by.
        """
        with transaction(self._engine) as db:
            if submission:
                _hold(db, submission)
            return _append(db, event, submission.id if submission else None)

    def withdraw(self, submission: Submission, event: Event) -> None:
        """Take the desk's copy of the key away; the applicant's remains."""
        with transaction(self._engine) as db:
            mine = _hold(db, submission)
            _append(db, event, submission.id)
            db.execute(update(keys).where(mine).values(for_desk=None))
        scrub(self._engine)

    def destroy(
        self, these: Iterable[Submission], event: Event, certify: Certify | None = None
    ) -> list[Submission]:
        """Destroy words and keys for good. What remains are clear events, and that it happened.

        Args:
            these: the submissions.
            event: what is written into each of them.
            certify: makes an event of the desk from those that were really destroyed.
        """
        with transaction(self._engine) as db:
            gone = []
            for one in these:
                if db.execute(delete(keys).where(keys.c.submission == one.id)).rowcount:
                    _append(db, event, one.id)
                    ours = select(events.c.id).where(events.c.submission == one.id)
                    db.execute(delete(texts).where(texts.c.event.in_(ours)))
                    gone.append(one)
            if certify:
                _append(db, certify(gone), None)
        scrub(self._engine)
        return gone

    def reseal(self, old: str, anew: Callable[[str, str, Keys], Keys]) -> int:
        """Rotate: replace the desk's copy of every key that is sealed to the key `old`."""
        columns = (submissions.c.form, submissions.c.locator, keys)
        waiting = keys.join(submissions).select().with_only_columns(*columns).limit(BATCH)
        here = (keys.c.desk_key == old) & keys.c.for_desk.is_not(None)
        count = 0
        while True:
            with transaction(self._engine) as db:
                rows = db.execute(waiting.where(here).with_for_update(of=keys)).all()
                for row in rows:
                    new = anew(row.form, row.locator, _keys(row))
                    mine = keys.c.submission == row.submission
                    db.execute(update(keys).where(mine).values(**vars(new)))
            count += len(rows)
            if not rows:
                scrub(self._engine)
                return count


def _hold(db: Connection, submission: Submission) -> Any:
    """Keep the key from being taken away until this transaction ends."""
    mine = (keys.c.submission == submission.id) & keys.c.for_desk.is_not(None)
    if not db.execute(select(keys.c.submission).where(mine).with_for_update()).first():
        raise ClosedError
    return mine


def _append(db: Connection, event: Event, submission: int | None) -> Event:
    return _append_all(db, {submission: event})[submission]


def _append_all(db: Connection, happened: Mapping[Any, Event]) -> dict[int | None, Event]:
    """Write one event for each of these submissions."""
    rows = [
        {
            "submission": submission,
            "kind": event.kind,
            "at": event.at,
            "actor": event.actor,
            "facts": dict(event.facts),
        }
        for submission, event in happened.items()
    ]
    ids = db.execute(_NEW_EVENTS, rows)
    written = {submission: replace(happened[submission], id=id_) for submission, id_ in ids}
    sealed = [{"event": one.id, "sealed": one.sealed} for one in written.values() if one.sealed]
    if sealed:
        db.execute(_NEW_TEXTS, sealed)
    return written


def _load(db: Connection, condition: Any) -> list[Submission]:
    joined = (
        submissions.outerjoin(keys)
        .join(events, events.c.submission == submissions.c.id)
        .outerjoin(texts, texts.c.event == events.c.id)
    )
    columns: list[Any] = [
        *(submissions.c[name] for name in ("form", "reference", "locator")),
        *(keys.c[name] for name in ("for_applicant", "for_desk", "desk_key")),
        *events.c,
        texts.c.sealed,
    ]
    query = select(*columns).select_from(joined).where(condition)
    rows = db.execute(query.order_by(events.c.submission, events.c.id))
    return [_submission(list(group)) for _, group in groupby(rows, key=lambda r: r.submission)]


def _submission(rows: list[Any]) -> Submission:
    row = rows[0]
    happened = tuple(Event(r.kind, r.at, r.actor, r.facts, r.sealed, r.id) for r in rows)
    kept = _keys(row) if row.for_applicant else None
    return Submission(row.submission, row.form, row.reference, row.locator, kept, happened)


def _keys(row: Any) -> Keys:
    return Keys(row.for_applicant, row.for_desk, row.desk_key)
