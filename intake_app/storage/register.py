"""Accounts, their sessions, and counters. Nothing of a request lives in the process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, insert, select, update

from intake_app.storage.engine import add_one, transaction
from intake_app.storage.tables import accounts, counters, sessions


@dataclass(frozen=True)
class Account:
    """A person who may work at the desk."""

    id: int
    name: str
    role: str
    password_hash: str


class Register:
    """The verbs. Every write is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def account(self, name: str) -> Account | None:
        """The account of that name."""
        with transaction(self._engine, reading=True) as db:
            row = db.execute(select(accounts).where(accounts.c.name == name)).one_or_none()
            return Account(row.id, row.name, row.role, row.password_hash) if row else None

    def has_accounts(self) -> bool:
        """Whether anybody can log in at all."""
        with transaction(self._engine, reading=True) as db:
            return db.scalar(select(accounts.c.id).limit(1)) is not None

    def set_password(self, name: str, password_hash: str, role: str, now: datetime) -> None:
        """Create the account, or change its password and end its sessions."""
        with transaction(self._engine) as db:
            mine = accounts.c.name == name
            if id_ := db.scalar(select(accounts.c.id).where(mine)):
                db.execute(update(accounts).where(mine).values(password_hash=password_hash))
                db.execute(delete(sessions).where(sessions.c.account == id_))
            else:
                row = {"name": name, "password_hash": password_hash, "role": role}
                db.execute(insert(accounts).values(row | {"created_at": now}))

    def start_session(self, token_hash: str, account: int, now: datetime, until: datetime) -> None:
        """Begin a session, and forget those that have ended."""
        with transaction(self._engine) as db:
            db.execute(delete(sessions).where(sessions.c.expires_at <= now))
            row = {"token_hash": token_hash, "account": account, "expires_at": until}
            db.execute(insert(sessions).values(row))

    def session(self, token_hash: str, now: datetime) -> Account | None:
        """Whose session this is, while it lasts."""
        query = (
            select(accounts)
            .join(sessions, sessions.c.account == accounts.c.id)
            .where(sessions.c.token_hash == token_hash, sessions.c.expires_at > now)
        )
        with transaction(self._engine, reading=True) as db:
            row = db.execute(query).one_or_none()
            return Account(row.id, row.name, row.role, row.password_hash) if row else None

    def end_session(self, token_hash: str) -> None:
        """End a session."""
        with transaction(self._engine) as db:
            db.execute(delete(sessions).where(sessions.c.token_hash == token_hash))

    def count(self, bucket: str, period: int) -> int:
        """Add one to a bucket of a period, and say how many there are. Forgets older periods."""
        row = {"bucket": bucket, "period": period, "count": 1}
        with transaction(self._engine, durable=False) as db:
            counted = add_one(db.dialect.name, counters, "count")
            if (found := int(db.scalars(counted, row).one())) == 1:
                db.execute(delete(counters).where(counters.c.period < period - 1))
            return found

    def forget(self, bucket: str) -> None:
        """Start a bucket anew."""
        with transaction(self._engine) as db:
            db.execute(delete(counters).where(counters.c.bucket == bucket))
