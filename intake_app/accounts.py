"""Who may work at the desk: a password, then a code; sessions that end; lock-out by counters."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from threading import Lock as Mutex

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from intake_app.desk_key import DeskKey
from intake_app.limits import Limits
from intake_app.permissions import Account
from intake_app.sealing import Lock, derived
from intake_app.second_factor import LENGTH, step_of
from intake_app.storage.register import Register, Session
from intake_app.tokens import Tokens

SESSION = timedelta(hours=8)
"""One shift. A session ends even when it is used."""
IDLE = timedelta(hours=1)
"""A session ends when nothing was asked for so long. Longer than a long phone call."""
BETWEEN = timedelta(minutes=10)
"""From the password to the code; the first time an app has to be found and installed."""
FAILURES_HERE = 5
"""Wrong passwords for one name from one address in ten minutes."""
FAILURES_ANYWHERE = 50
"""Wrong passwords for one name from anywhere; high, so that a stranger cannot lock people out."""
WRONG_CODES = 5
"""Wrong codes for one name in ten minutes, from anywhere: only who has the password gets so far."""
_hasher = PasswordHasher()
_one_at_a_time = Mutex()  # a check takes 64 MiB for a moment: a small machine bears one
_NOBODY = _hasher.hash(secrets.token_hex(16))


class Accounts:
    """Logging in and out."""

    def __init__(self, register: Register, limits: Limits, tokens: Tokens, key: DeskKey) -> None:
        self._register = register
        self._limits = limits
        self._tokens = tokens
        self._key = key

    def log_in(self, name: str, password: str, place: str, now: datetime) -> str | None:
        """The token of a session that leads to the code and nowhere else.

        Nothing: wrong name, wrong password, disabled or locked out, all alike.
        """
        # Counted before the check, so that parallel guesses cannot slip past together.
        here = self._limits.passed("login-here", f"{name} {place}", now, FAILURES_HERE)
        anywhere = self._limits.passed("login-anywhere", name, now, FAILURES_ANYWHERE)
        account = self._register.account(name)
        matches = _matches(account, password)
        if here or anywhere or not matches or not account or account.disabled:
            return None
        self._limits.forget("login-here", f"{name} {place}")
        self._limits.forget("login-anywhere", name)
        token = secrets.token_urlsafe(32)
        self._register.start_session(self._hash(token), account.id, now, now + BETWEEN)
        return token

    def totp(self, token: str, account: Account) -> Lock:
        """What the codes of an account are made from.

        Before it is set up it follows from the token of the session that offers it: no two logins
        offer the same, and nothing has to be kept.
        """
        place = ("account", str(account.id))
        if account.totp:
            return self._key.lock(*place, account.totp)
        return Lock(*place, derived(token, "wushe totp 1"))

    def enter_code(self, token: str, account: Account, code: str, now: datetime) -> str | None:
        """The token of a whole session, in place of the one between; the code is then used up.

        The first right code sets the second factor up. Nothing: wrong, used or locked out, all alike.
        """
        locked = self._limits.passed("code", account.name, now, WRONG_CODES)
        lock = self.totp(token, account)
        step = step_of(lock.key[:LENGTH], code, now)
        if locked or step is None:
            return None
        totp = account.totp or lock.for_desk(self._key.public)
        if not self._register.use_code(account.id, totp, step):
            return None
        whole = secrets.token_urlsafe(32)
        until = now + SESSION
        if not self._register.make_whole(self._hash(token), self._hash(whole), until, now + IDLE):
            return None
        self._limits.forget("code", account.name)
        return whole

    def session(self, token: str, now: datetime) -> Session | None:
        """The session that a token stands for, while it lasts."""
        return self._register.session(self._hash(token), now, IDLE) if token else None

    def log_out(self, token: str) -> None:
        """End a session."""
        self._register.end_session(self._hash(token))

    def _hash(self, token: str) -> str:
        return self._tokens.keyed("session", token)


def new_password() -> tuple[str, str]:
    """A password of 80 random bits, to be shown once, and what is kept of it."""
    password = "-".join(secrets.token_hex(2) for _ in range(5))
    return password, _hasher.hash(password)


def _matches(account: Account | None, password: str) -> bool:
    """Takes equally long whether or not there is such an account."""
    with _one_at_a_time:
        try:
            return _hasher.verify(account.password_hash if account else _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return False
