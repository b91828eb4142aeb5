"""The second factor: six digits that change every half minute (RFC 6238), from an app on a phone."""

from __future__ import annotations

import hmac
import unicodedata
from base64 import b32encode
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP = 30
"""Seconds for which a code is shown."""
DRIFT = 1
"""Steps by which a phone's clock may be off, either way."""
LENGTH = 20
"""Bytes of a secret: 160 bits, as RFC 4226 recommends."""


def step_of(secret: bytes, code: str, now: datetime) -> int | None:
    """Number of the half minute since 1970 whose code this is; nothing where it is wrong or old."""
    typed = "".join(unicodedata.normalize("NFKC", code).split()).encode()
    current = int(now.timestamp()) // STEP
    steps = range(current - DRIFT, current + DRIFT + 1)
    return next((s for s in steps if hmac.compare_digest(code_at(secret, s), typed)), None)


def code_at(secret: bytes, step: int) -> bytes:
    """Six digits."""
    return _totp(secret).generate(step * STEP)


def offer(secret: bytes, name: str, issuer: str) -> tuple[str, str]:
    """What a phone takes over: the address for its app, and the key for typing."""
    return _totp(secret).get_provisioning_uri(name, issuer), b32encode(secret).decode()


def _totp(secret: bytes) -> TOTP:
    # SHA-1, six digits, 30 seconds: several apps know nothing else, whatever the address says.
    return TOTP(secret, 6, SHA1(), STEP)  # noqa: S303  # HMAC-SHA-1 as the RFC has it
