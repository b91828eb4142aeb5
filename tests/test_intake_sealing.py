"""Seals: what opens, what does not, and what their length tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given
from hypothesis import strategies as st

from intake_app.casework import PUBLIC, Event
from intake_app.desk_key import DeskKey, new_private
from intake_app.sealing import (
    NONCE,
    SMALLEST,
    Lock,
    SealError,
    derived,
    key_id,
    locator,
    packed,
    padded,
    seal,
    unpacked,
    unseal,
)
from intake_app.tokens import ALPHABET, SECRET_LENGTH, draw_secret, typed_secret
from tests.intake_support import DESK_KEY, NOW

SECRET = "ABCDEFGHJKLMNPRSTUVW"  # noqa: S105  # of nobody
EVENT = Event("submission:receive", NOW, PUBLIC, {"definition": "d", "level": "P2"})
WORDS = "电话 13800138000".encode()


@pytest.fixture
def lock() -> Lock:
    return Lock.new("volunteer", locator(SECRET))


def test_both_copies_of_the_key_open_the_words(lock: Lock) -> None:
    written = lock.write(EVENT, WORDS)

    by_secret = Lock.by_secret("volunteer", SECRET, lock.for_applicant(SECRET))
    by_desk = DESK_KEY.lock("volunteer", lock.locator, lock.for_desk(DESK_KEY.public))

    assert by_secret == by_desk == lock
    assert by_secret.read(written) == WORDS


@pytest.mark.parametrize(
    "moved",
    [
        replace(EVENT, kind="submission:note"),
        replace(EVENT, at=NOW + timedelta(microseconds=1)),
        replace(EVENT, actor="admin"),
        replace(EVENT, facts={"definition": "d", "level": "P0"}),
        replace(EVENT, facts={"definition": "e", "level": "P2"}),
        replace(EVENT, facts={}),
    ],
    ids=["kind", "time", "actor", "level", "field set", "no facts"],
)
def test_words_moved_to_another_event_or_with_a_changed_fact_do_not_open(
    lock: Lock, moved: Event
) -> None:
    sealed = lock.write(EVENT, WORDS).sealed

    with pytest.raises(SealError):
        lock.read(replace(moved, sealed=sealed))


@pytest.mark.parametrize("place", [("supervision", locator(SECRET)), ("volunteer", "f" * 64)])
def test_nothing_opens_at_another_submission_or_form(lock: Lock, place: tuple[str, str]) -> None:
    with pytest.raises(SealError):
        replace(lock, form=place[0], locator=place[1]).read(lock.write(EVENT, WORDS))
    with pytest.raises(SealError):
        DESK_KEY.lock(*place, lock.for_desk(DESK_KEY.public))
    if place[0] == "supervision":
        with pytest.raises(SealError):
            Lock.by_secret("supervision", SECRET, lock.for_applicant(SECRET))


def test_every_flipped_bit_is_noticed(lock: Lock) -> None:
    copies: dict[bytes, Callable[[bytes], Lock]] = {
        lock.for_applicant(SECRET): lambda raw: Lock.by_secret("volunteer", SECRET, raw),
        lock.for_desk(DESK_KEY.public): lambda raw: DESK_KEY.lock("volunteer", lock.locator, raw),
    }
    for sealed, open_ in copies.items():
        for place in range(len(sealed)):
            changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
            with pytest.raises(SealError):
                open_(changed)
        with pytest.raises(SealError):
            open_(sealed[:20])


def test_another_secret_and_another_desk_open_nothing(lock: Lock) -> None:
    with pytest.raises(SealError):
        Lock.by_secret("volunteer", SECRET[::-1], lock.for_applicant(SECRET))
    with pytest.raises(SealError):
        DeskKey(new_private()).lock("volunteer", lock.locator, lock.for_desk(DESK_KEY.public))


def test_the_same_words_never_look_the_same(lock: Lock) -> None:
    assert lock.write(EVENT, WORDS).sealed != lock.write(EVENT, WORDS).sealed
    assert lock.for_desk(DESK_KEY.public) != lock.for_desk(DESK_KEY.public)


@given(st.binary(max_size=5000))
def test_words_come_back_whatever_they_are(words: bytes) -> None:
    lock = Lock.new("volunteer", locator(SECRET))

    assert lock.read(lock.write(EVENT, words)) == words


@pytest.mark.parametrize(
    ("length", "size"), [(0, 1024), (1, 1024), (1020, 1024), (1021, 2048), (9000, 16384)]
)
def test_length_shows_the_bucket_only(lock: Lock, length: int, size: int) -> None:
    assert len(padded(b"x" * length)) == size
    sealed = lock.write(EVENT, b"x" * length).sealed
    assert sealed
    assert len(sealed) == NONCE + size + 16
    assert SMALLEST == 1024


def test_known_answers_hold_what_old_databases_need() -> None:
    """Derivations are stored data: when one of these changes, nobody opens what is there."""
    assert locator(SECRET) == "06cc637a7749c64fbcaeea5e57bc215cf24457313945ffc619759dfc40b14d5a"
    assert (
        derived(SECRET, "wushe wrapping key 1").hex()
        == "3970e28d74d1d913f850b835e3371af1afee5078284e4c9b8e3d77566d58832a"
    )
    key = DeskKey(packed(bytes(range(32))))
    assert (key.public, key.id) == (
        "j0DFrbaPJWJK5bIU6nZ6bslNgp09e14a0bpvPiE4KF8",
        "eedd883da0a94515",
    )
    sealed = bytes(12) + ChaCha20Poly1305(bytes(32)).encrypt(bytes(12), b"words", b"about")
    assert unseal(bytes(32), sealed, b"about") == b"words"
    assert EVENT.about() == (
        b'["submission:receive", "2026-11-24T01:30:00.000000+00:00", "public", '
        b'{"definition": "d", "level": "P2"}]'
    )


def test_a_secret_has_at_least_eighty_bits_and_forgives_how_it_is_typed() -> None:
    assert len(ALPHABET) ** SECRET_LENGTH > 2**80
    secret = draw_secret()
    typed = " ".join([secret[:4].lower(), secret[4:8] + "-" + secret[8:], "\n"])
    assert typed_secret(typed) == secret
    assert draw_secret() != secret


@pytest.mark.parametrize("text", ["", "no key", "é" * 43, "A" * 42, "A" * 44])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(SealError):
        DeskKey(text)


def test_text_for_files_is_for_bytes_and_back() -> None:
    assert unpacked(packed(b"\xff\xfe\x00")) == b"\xff\xfe\x00"
    assert len(key_id(DESK_KEY.public)) == 16
    assert unseal(bytes(32), seal(bytes(32), b"w", b"a"), b"a") == b"w"
