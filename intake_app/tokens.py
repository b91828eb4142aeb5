"""Secrets, references and addresses: what we hand out and can trust when it comes back."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime
from hashlib import sha256

from intake_app.sealing import SealError, derived, packed, seal, unpacked, unseal

ALPHABET = "ABCDEFGHJKLMNPRSTUVWXY23456789"
"""For codes that are told on the phone or typed: without I O Q Z 0 1, which are misread."""
REFERENCE_LENGTH = 8
SECRET_LENGTH = 20
"""Characters of the applicant's secret: 98 random bits."""
FORM_LIFETIME = 7 * 24 * 3600
"""Seconds for which a form that stands open may be sent."""
RECEIPT_LIFETIME = 24 * 3600
"""Seconds for which the address of a receipt opens it. Afterwards the secret is asked for, so that
an old entry in a phone's history or in a log is worth nothing."""


def draw_reference() -> str:
    """A new reference. Short and for speaking, so it opens nothing by itself."""
    return _drawn(REFERENCE_LENGTH)


def draw_secret() -> str:
    """A new secret of an applicant."""
    return _drawn(SECRET_LENGTH)


def grouped(code: str) -> str:
    """A code as people read it."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def typed_secret(text: str) -> str:
    """A secret as somebody typed it: small letters, blanks and dashes do not matter."""
    return "".join(c for c in text.upper() if c.isalnum())


def _drawn(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


class Tokens:
    """Everything that is derived from the secret key, each use with a salt of its own."""

    def __init__(self, secret_key: str) -> None:
        self._key = secret_key

    def new_form(self, form: str, now: datetime) -> str:
        """What a form that is about to be shown carries: the secret of its applicant."""
        return self._lent(f"form:{form}", draw_secret(), now)

    def form_secret(self, form: str, token: str, now: datetime) -> str | None:
        """The secret, if we made it for this form and it has not expired."""
        return self._returned(f"form:{form}", token, now, FORM_LIFETIME)

    def receipt(self, secret: str, now: datetime) -> str:
        """An address of the receipt, which shows the secret to nobody who reads a log."""
        return self._lent("receipt", secret, now)

    def receipt_secret(self, address: str, now: datetime) -> str | None:
        """The secret to which an address of a receipt leads, while it does."""
        return self._returned("receipt", address, now, RECEIPT_LIFETIME)

    def keyed(self, purpose: str, value: str) -> str:
        """A hash that nobody without the key can test guesses against."""
        data = f"{purpose}\0{value}".encode()
        return hmac.new(self._key.encode(), data, sha256).hexdigest()

    def _lent(self, purpose: str, secret: str, now: datetime) -> str:
        written = f"{int(now.timestamp())} {secret}".encode()
        return packed(seal(derived(self._key, purpose), written, purpose.encode()))

    def _returned(self, purpose: str, token: str, now: datetime, lifetime: int) -> str | None:
        try:
            written = unseal(derived(self._key, purpose), unpacked(token), purpose.encode())
        except SealError:
            return None
        moment, secret = written.decode().split(" ")
        return secret if now.timestamp() - int(moment) <= lifetime else None
