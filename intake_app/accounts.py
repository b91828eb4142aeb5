"""Who may work at the desk: passwords, sessions that end, and lock-out by counters."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from intake_app.limits import Limits
from intake_app.storage.register import Account, Register
from intake_app.tokens import Tokens

SESSION = timedelta(hours=8)
"""One shift. A session ends even when it is used."""
FAILURES_HERE = 5
"""Wrong passwords for one name from one address in ten minutes."""
FAILURES_ANYWHERE = 50
"""Wrong passwords for one name from anywhere; high, so that a stranger cannot lock people out."""
ADMIN = "admin"
_hasher = PasswordHasher()
_one_at_a_time = Lock()  # a check takes 64 MiB for a moment: a small machine bears one
_NOBODY = _hasher.hash(secrets.token_hex(16))


class Accounts:
    """Logging in and out."""

    def __init__(self, register: Register, limits: Limits, tokens: Tokens) -> None:
        self._register = register
        self._limits = limits
        self._tokens = tokens

    def log_in(self, name: str, password: str, place: str, now: datetime) -> str | None:
        """A session token, or nothing: wrong name, wrong password or locked out, all alike."""
        # Counted before the check, so that parallel guesses cannot slip past together.
        here = self._limits.passed("login-here", f"{name} {place}", now, FAILURES_HERE)
        anywhere = self._limits.passed("login-anywhere", name, now, FAILURES_ANYWHERE)
        account = self._register.account(name)
        if here or anywhere or not _matches(account, password) or not account:
            return None
        self._limits.forget("login-here", f"{name} {place}")
        self._limits.forget("login-anywhere", name)
        token = secrets.token_urlsafe(32)
        self._register.start_session(self._hash(token), account.id, now, now + SESSION)
        return token

    def who(self, token: str, now: datetime) -> Account | None:
        """Whose session a token stands for, while it lasts."""
        return self._register.session(self._hash(token), now) if token else None

    def log_out(self, token: str) -> None:
        """End a session."""
        self._register.end_session(self._hash(token))

    def _hash(self, token: str) -> str:
        return self._tokens.keyed("session", token)


def set_new_password(register: Register, name: str, now: datetime) -> str:
    """Create an account or reset it; the password is returned once and kept nowhere."""
    password = "-".join(secrets.token_hex(2) for _ in range(5))
    register.set_password(name, _hasher.hash(password), ADMIN, now)
    return password


def _matches(account: Account | None, password: str) -> bool:
    """Takes equally long whether or not there is such an account."""
    with _one_at_a_time:
        try:
            return _hasher.verify(account.password_hash if account else _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return False
