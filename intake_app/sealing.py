"""Seals words so that the process which keeps them cannot read them.

Every submission has a random key of its own. The key is kept twice: sealed to the desk's public
key, and wrapped under the applicant's secret. Opening with the desk's private key is another
module, `desk_key`, which the public side never imports.

HPKE is RFC 9180 in base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305
(RFC 8439); keys are derived from secrets by HKDF (RFC 5869), which suffices because every secret
has at least 80 random bits. All errors of opening are `SealError`.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from intake_app.casework import Event

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
NONCE = 12
"""Bytes before every ciphertext. Random: one key seals a handful of texts, never 2^32."""
SMALLEST = 1024
"""Bytes of the smallest bucket; every further one is twice as big."""


class SealError(Exception):
    """It does not open: another key, or bytes that were moved or changed."""


def seal(key: bytes, words: bytes, about: bytes) -> bytes:
    """Encrypt. Opens only with the same key (32 bytes) and the same `about`."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, words, about)


def unseal(key: bytes, sealed: bytes, about: bytes) -> bytes:
    """Decrypt what `seal` gave.

    Raises:
        SealError: when it does not open.
    """
    try:
        return ChaCha20Poly1305(key).decrypt(sealed[:NONCE], sealed[NONCE:], about)
    except (InvalidTag, ValueError) as error:
        raise SealError from error


def derived(secret: str, purpose: str) -> bytes:
    """32 bytes from a secret of high entropy; those of one purpose say nothing about another."""
    return HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(secret.encode())


def locator(secret: str) -> str:
    """Under which a submission is found by its secret: 64 hex digits that lead nowhere back."""
    return derived(secret, "wushe locator 1").hex()


def packed(raw: bytes) -> str:
    """Bytes as text for files and addresses."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def unpacked(text: str) -> bytes:
    """Bytes from such text.

    Raises:
        SealError: when it is none.
    """
    try:
        return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError as error:
        raise SealError from error


def key_id(public: str) -> str:
    """Which key: the first 16 hex digits of the hash of the public one."""
    return sha256(unpacked(public)).hexdigest()[:16]


@dataclass(frozen=True)
class Lock:
    """The key of one submission, good for nothing else: all it seals is bound to the place."""

    form: str
    locator: str
    key: bytes

    @classmethod
    def new(cls, form: str, locator: str) -> Lock:
        """A lock that nobody has had."""
        return cls(form, locator, secrets.token_bytes(32))

    @classmethod
    def by_secret(cls, form: str, secret: str, wrapped: bytes) -> Lock:
        """The lock from the applicant's copy of the key.

        Raises:
            SealError: when the secret is another one.
        """
        place = locator(secret)
        return cls(form, place, unseal(_wrapping(secret), wrapped, bound(form, place)))

    def for_applicant(self, secret: str) -> bytes:
        """The key for whoever has the secret."""
        return seal(_wrapping(secret), self.key, bound(self.form, self.locator))

    def for_desk(self, public: str) -> bytes:
        """The key for whoever has the desk's private key."""
        key = X25519PublicKey.from_public_bytes(unpacked(public))
        return SUITE.encrypt(self.key, key, info=bound(self.form, self.locator))

    def write(self, event: Event, words: bytes) -> Event:
        """The event with its words. Their length does not show, only the bucket."""
        about = bound(self.form, self.locator) + event.about()
        return replace(event, sealed=seal(self.key, padded(words), about))

    def read(self, event: Event) -> bytes:
        """The words of an event; none where it has none.

        Raises:
            SealError: when they belong to another place or event, or a fact was changed.
        """
        if not event.sealed:
            return b""
        words = unseal(self.key, event.sealed, bound(self.form, self.locator) + event.about())
        return words[4 : 4 + int.from_bytes(words[:4])]


def bound(form: str, locator: str) -> bytes:
    """The place to which keys and words belong. No id contains the separator."""
    return f"wushe 1\0{form}\0{locator}\0".encode()


def padded(words: bytes) -> bytes:
    """The length in 4 bytes, the words, and zeros up to the bucket."""
    size = SMALLEST
    while size < len(words) + 4:
        size *= 2
    return (len(words).to_bytes(4) + words).ljust(size, b"\0")


def _wrapping(secret: str) -> bytes:
    return derived(secret, "wushe wrapping key 1")
