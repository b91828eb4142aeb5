"""Load on the real command, and the count of what is there after everything was killed."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from sqlalchemy import text

from intake_app.sealing import Lock, SealError, locator
from intake_app.storage.casebook import Casebook, Submission
from intake_app.storage.engine import open_engine, transaction
from intake_app.tokens import Tokens
from tests.intake_server import Server, get, post
from tests.intake_support import COMPLETE, token_in
from tests.postgres import Postgres

POSTERS = 6


@dataclass
class Place:
    """Where a server keeps its things."""

    folder: Path
    url: str
    server: Postgres | None = None

    @classmethod
    def of(cls, folder: Path, server: Postgres | None) -> Place:
        if server:
            return cls(folder, server.url(server.database()), server)
        return cls(folder, f"sqlite:///{folder / 'intake.sqlite'}")

    @contextmanager
    def serving(self) -> Iterator[Server]:
        """The real command; whoever uses it stops or kills it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        started = Server.start(
            "--data", self.folder, "--posts", "100000000", env={"DATABASE_URL": self.url}
        )
        try:
            yield started
        finally:
            if started.process.poll() is None:
                started.kill()


@dataclass
class Round:
    """What was acknowledged until the end of a round."""

    enough: int
    receipts: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


def post_until_killed(port: int, acknowledged: Round) -> None:
    """Open forms and send them until somebody is gone; remember every receipt that was shown."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        while not acknowledged.over.is_set() or len(acknowledged.receipts) < acknowledged.enough:
            for name, complete in COMPLETE.items():
                token = token_in(get(connection, f"/apply/{name}"))
                status, location = post(connection, f"/apply/{name}", complete | {"token": [token]})
                if status == 503:  # the database was killed, and the page says that nothing is kept
                    return
                assert status == 303, status
                acknowledged.receipts.append(location)
                if len(acknowledged.receipts) >= acknowledged.enough:
                    acknowledged.over.set()
    except (HTTPException, OSError):
        return
    finally:
        acknowledged.over.set()
        connection.close()


@dataclass(frozen=True)
class Tally:
    """What is there afterwards. All but the first two have to be 0."""

    shown: int
    kept: int
    missing: int
    doubled: int
    half_written: int
    unreadable: int

    def __str__(self) -> str:
        return (
            f"{self.shown} receipts shown, {self.kept} kept, {self.missing} missing, "
            f"{self.doubled} doubled, {self.half_written} half-written, "
            f"{self.unreadable} that do not open with their secret"
        )


def kill_under_load(place: Place, rounds: int, enough: int) -> Tally:
    """Post from several threads and kill in the middle: the app, or every other time PostgreSQL."""
    shown: list[str] = []
    for number in range(rounds):
        with place.serving() as server, ThreadPoolExecutor(POSTERS) as pool:
            here = Round(enough)
            posters = [pool.submit(post_until_killed, server.port, here) for _ in range(POSTERS)]
            assert here.over.wait(120)
            time.sleep(random.uniform(0, 0.05))  # noqa: S311  # any moment, not only after a receipt
            if place.server and number % 2:
                place.server.kill()
                place.server.start()
            server.kill()
            for poster in posters:
                poster.result()
        shown += here.receipts
        if number % 10 == 9:
            print(f"{number + 1} kills: {tally(place, shown)}", flush=True)
    return tally(place, shown)


def tally(place: Place, shown: list[str]) -> Tally:
    """Hold the receipts that were shown against the database."""
    tokens = Tokens((place.folder / "secret.key").read_text(encoding="ascii"))
    now = datetime.now(UTC)
    secrets = [tokens.receipt_secret(path.removeprefix("/receipt/"), now) for path in shown]
    engine = open_engine(place.url)
    kept = {one.locator: one for one in Casebook(engine).live()}
    with transaction(engine, reading=True) as db:
        rows = int(db.execute(text("SELECT count(*) FROM submissions")).scalar_one())
        if not place.server:
            assert db.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    engine.dispose()
    places = [locator(secret) for secret in secrets if secret]
    whole = [
        one
        for one in kept.values()
        if [event.kind for event in one.events] == ["submission:receive"] and one.events[0].sealed
    ]
    return Tally(
        shown=len(shown),
        kept=rows,
        missing=len(shown) - sum(place_ in kept for place_ in places),
        doubled=len(places) - len(set(places)),
        half_written=rows - len(whole),
        unreadable=sum(
            not _opens(kept.get(locator(secret)), secret) for secret in secrets if secret
        ),
    )


def _opens(one: Submission | None, secret: str) -> bool:
    try:
        assert one
        assert one.keys
        return bool(Lock.by_secret(one.form, secret, one.keys.for_applicant).read(one.events[0]))
    except (SealError, AssertionError):
        return False
