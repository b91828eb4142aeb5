"""Signed ids and keyed hashes: what strangers hand back to us can be trusted or refused."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer

ALPHABET = "ABCDEFGHJKLMNPRSTUVWXY23456789"
"""For references told on the phone: without I O Q Z 0 1, which are misread."""
REFERENCE_LENGTH = 8
FORM_LIFETIME = 7 * 24 * 3600
"""Seconds for which a form that stands open may be sent."""


def draw_reference() -> str:
    """A new reference. Short and for speaking, so it opens nothing by itself."""
    return "".join(secrets.choice(ALPHABET) for _ in range(REFERENCE_LENGTH))


class Tokens:
    """Everything that is derived from the secret key, each use with a salt of its own."""

    def __init__(self, secret_key: str) -> None:
        self._key = secret_key

    def new_submission(self, form: str) -> str:
        """A submission id for a form that is about to be shown."""
        return self._submissions(form).dumps(secrets.token_hex(16))

    def submission(self, form: str, token: str) -> str | None:
        """The submission id, if we made it for this form and it has not expired."""
        try:
            return str(self._submissions(form).loads(token, max_age=FORM_LIFETIME))
        except BadData:
            return None

    def receipt(self, reference: str) -> str:
        """The address of a receipt, which cannot be guessed from the reference."""
        return str(self._receipts().dumps(reference))

    def reference(self, token: str) -> str | None:
        """The reference to which an address of a receipt belongs."""
        try:
            return str(self._receipts().loads(token))
        except BadData:
            return None

    def keyed(self, purpose: str, value: bytes | str) -> str:
        """A hash that nobody without the key can test guesses against."""
        data = value.encode() if isinstance(value, str) else value
        return hmac.new(self._key.encode(), purpose.encode() + b"\0" + data, sha256).hexdigest()

    def _submissions(self, form: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self._key, salt=f"submission:{form}", signer_kwargs=_SIGNER)

    def _receipts(self) -> URLSafeSerializer:
        return URLSafeSerializer(self._key, salt="receipt", signer_kwargs=_SIGNER)


_SIGNER = {"key_derivation": "hmac", "digest_method": sha256}
