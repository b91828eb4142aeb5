"""The desk's private key: the one thing that opens every submission. Not for the public side."""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from intake_app.sealing import SUITE, Lock, SealError, bound, key_id, packed, unpacked


class DeskKey:
    """A private key of X25519 (RFC 7748), 32 bytes, as text in a file."""

    def __init__(self, private: str) -> None:
        """Take a key over.

        Raises:
            SealError: when the text is no key.
        """
        try:
            self._private = X25519PrivateKey.from_private_bytes(unpacked(private))
        except ValueError as error:
            raise SealError from error
        self.public = packed(self._private.public_key().public_bytes_raw())
        self.id = key_id(self.public)

    def lock(self, form: str, locator: str, sealed: bytes) -> Lock:
        """The lock of a submission from the desk's copy of its key.

        Raises:
            SealError: when it was sealed to another key, or for another place.
        """
        try:
            return Lock(
                form, locator, SUITE.decrypt(sealed, self._private, info=bound(form, locator))
            )
        except InvalidTag as error:
            raise SealError from error


def new_private() -> str:
    """A new private key."""
    return packed(X25519PrivateKey.generate().private_bytes_raw())
