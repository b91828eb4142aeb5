"""Bounds on what one request and one address may do. Counters live in the database."""

from __future__ import annotations

import ipaddress
from datetime import datetime
from urllib.parse import unquote_to_bytes

from flask import abort, request

from intake_app.storage.register import Counted, Register
from intake_app.tokens import Tokens

PERIOD = 600
"""Seconds of a counting period."""
MAX_BODY = 256 * 1024
"""Ten times a form filled to the brim, so that a text pasted too long comes back with a friendly
sentence instead of being thrown away unread."""
FLASK = {
    "MAX_CONTENT_LENGTH": MAX_BODY,
    "MAX_FORM_MEMORY_SIZE": MAX_BODY,
    "MAX_FORM_PARTS": 200,
}


def refuse_unreadable() -> None:
    """Stop a body that is not UTF-8 before its letters are replaced by question marks."""
    body = request.get_data()
    if request.mimetype == "application/x-www-form-urlencoded":
        body = unquote_to_bytes(body.replace(b"+", b" "))
    try:
        body.decode()
    except UnicodeDecodeError:
        abort(400)


class Limits:
    """Counts by address, name or anything else that can be written down."""

    def __init__(self, register: Register, tokens: Tokens) -> None:
        self._register = register
        self._tokens = tokens

    def passed(self, purpose: str, who: str, now: datetime, most: int) -> bool:
        """Count one more, and say whether there are now more than `most` in this period."""
        return self._register.count(*self.counted(purpose, who, now)) > most

    def counted(self, purpose: str, who: str, now: datetime) -> Counted:
        """Where one more is counted."""
        return self._bucket(purpose, who), int(now.timestamp()) // PERIOD

    def forget(self, purpose: str, who: str) -> None:
        """Start counting anew."""
        self._register.forget(self._bucket(purpose, who))

    def _bucket(self, purpose: str, who: str) -> str:
        # Only a keyed hash is kept: an address is personal data and the counter needs none.
        return self._tokens.keyed(f"count:{purpose}", who)


def address() -> str:
    """The client's address; of IPv6 the network, because one phone owns a whole one."""
    try:
        found = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if found.version == 6:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
