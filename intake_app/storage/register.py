"""Accounts, their sessions, and counters. Nothing of a request lives in the process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, or_, select, update

from intake_app.permissions import Account
from intake_app.storage.engine import add_to, insert_new, transaction
from intake_app.storage.tables import accounts, counters, sessions

FRESH = timedelta(minutes=1)
"""A session that was used so lately is not written again at the next request."""


@dataclass(frozen=True)
class Session:
    """Somebody at the desk, or on the way there."""

    account: Account
    whole: bool
    """Whether the code was given too."""


Counted = tuple[str, int]
"""Bucket and period."""


class Register:
    """The verbs. Every write is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def account(self, name: str) -> Account | None:
        """The account of that name."""
        return next((one for one in self.accounts() if one.name == name), None)

    def accounts(self) -> list[Account]:
        """All accounts, the oldest first: a desk has a handful."""
        with transaction(self._engine, reading=True) as db:
            return [_account(row) for row in db.execute(select(accounts).order_by(accounts.c.id))]

    def add(self, name: str, role: str, password_hash: str, now: datetime) -> bool:
        """Create an account; False where the name is taken."""
        row = {"name": name, "role": role, "password_hash": password_hash, "created_at": now}
        with transaction(self._engine) as db:
            return db.execute(insert_new(db.dialect.name, accounts), row).first() is not None

    def change(self, name: str, **values: object) -> bool:
        """Change columns of an account and end all its sessions; False where there is none."""
        mine = accounts.c.name == name
        with transaction(self._engine) as db:
            ids = select(accounts.c.id).where(mine)
            db.execute(delete(sessions).where(sessions.c.account.in_(ids)))
            return db.execute(update(accounts).where(mine).values(**values)).rowcount == 1

    def use_code(self, account: int, totp: bytes, step: int) -> bool:
        """Mark a step as used, at the first time with its sealed secret.

        False where this step or a later one was used before, or another secret is there.
        """
        same = or_(accounts.c.totp.is_(None), accounts.c.totp == totp)
        mine = (accounts.c.id == account) & (accounts.c.totp_step < step) & same
        with transaction(self._engine) as db:
            used = update(accounts).where(mine).values(totp=totp, totp_step=step)
            return db.execute(used).rowcount == 1

    def reseal(self, anew: Callable[[Account], bytes]) -> None:
        """Replace the sealed secret of every second factor."""
        with transaction(self._engine) as db:
            for row in db.execute(select(accounts).where(accounts.c.totp.is_not(None))).all():
                mine = accounts.c.id == row.id
                db.execute(update(accounts).where(mine).values(totp=anew(_account(row))))

    def start_session(self, token_hash: str, account: int, now: datetime, until: datetime) -> None:
        """Begin a session that waits for the code, and forget those that have ended."""
        over = or_(sessions.c.expires_at <= now, sessions.c.idle_at <= now)
        row = {"token_hash": token_hash, "account": account, "whole": False}
        with transaction(self._engine) as db:
            db.execute(delete(sessions).where(over))
            db.execute(insert(sessions).values(row | {"expires_at": until, "idle_at": until}))

    def make_whole(self, old: str, new: str, until: datetime, idle: datetime) -> bool:
        """A whole session under a new token; False where the old one is gone."""
        mine = sessions.c.token_hash == old
        whole = {"token_hash": new, "whole": True, "expires_at": until, "idle_at": idle}
        with transaction(self._engine) as db:
            return db.execute(update(sessions).where(mine).values(whole)).rowcount == 1

    def session(self, token_hash: str, now: datetime, idle: timedelta) -> Session | None:
        """The session, while it lasts; it then lasts `idle` from now, but not beyond its end."""
        mine = sessions.c.token_hash == token_hash
        query = (
            select(accounts, sessions.c.whole, sessions.c.idle_at)
            .join(sessions, sessions.c.account == accounts.c.id)
            .where(mine, sessions.c.expires_at > now, sessions.c.idle_at > now)
        )
        with transaction(self._engine, reading=True) as db:
            row = db.execute(query).one_or_none()
        if row and row.idle_at < now + idle - FRESH:
            with transaction(self._engine) as db:
                db.execute(update(sessions).where(mine).values(idle_at=now + idle))
        return Session(_account(row), row.whole) if row else None

    def end_session(self, token_hash: str) -> None:
        """End a session."""
        with transaction(self._engine) as db:
            db.execute(delete(sessions).where(sessions.c.token_hash == token_hash))

    def count(self, bucket: str, period: int) -> int:
        """Add one to a bucket of a period, and say how many there are. Forgets older periods."""
        with transaction(self._engine) as db:
            return counted(db, [(bucket, period)])[0]

    def forget(self, bucket: str) -> None:
        """Start a bucket anew."""
        with transaction(self._engine) as db:
            db.execute(delete(counters).where(counters.c.bucket == bucket))


def _account(row: Any) -> Account:
    return Account(row.id, row.name, row.role, row.password_hash, row.totp, row.disabled)


def counted(db: Connection, these: list[Counted]) -> list[int]:
    """Add one for each, and say of each which number it is. Forgets older periods."""
    numbers = {}
    # In order, so that two transactions never wait for each other's buckets.
    for (bucket, period), more in sorted(Counter(these).items()):
        row = {"bucket": bucket, "period": period, "count": more}
        there = db.scalars(add_to(db.dialect.name, counters, "count"), row).one()
        numbers[bucket, period] = count(there - more + 1)
        if there == more:
            db.execute(delete(counters).where(counters.c.period < period - 1))
    return [next(numbers[one]) for one in these]
