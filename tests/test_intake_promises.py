"""Never lost, never doubled: the real server, killed under load; twenty processes with one id."""

from __future__ import annotations

import multiprocessing
import random
import sqlite3
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from multiprocessing.synchronize import Barrier
from pathlib import Path

from intake_app import create_app
from intake_app.config import Config
from intake_app.tokens import Tokens
from tests.intake_server import Server, get, post
from tests.intake_support import COMPLETE, KEY, SUPERVISION, library, make_intake, token_in

ROUNDS = 8
PER_ROUND = 255
POSTERS = 6


def post_until_killed(server: Server, acknowledged: list[str], enough: threading.Event) -> None:
    """Open forms and send them until the server is gone; remember every receipt that was shown."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        while True:
            for name, complete in COMPLETE.items():
                token = token_in(get(connection, f"/apply/{name}"))
                status, location = post(connection, f"/apply/{name}", complete | {"token": [token]})
                assert status == 303, status
                acknowledged.append(location)
                if len(acknowledged) >= PER_ROUND:
                    enough.set()
    except (HTTPException, OSError):
        enough.set()
    finally:
        connection.close()


def test_an_acknowledged_submission_is_never_lost_when_the_server_is_killed_under_load(
    tmp_path: Path,
) -> None:
    """Each round kills the server in the middle of posts; each receipt shown is there afterwards."""
    shown: list[str] = []
    for _ in range(ROUNDS):
        server = Server.start("--data", tmp_path, "--posts", "100000000")
        acknowledged: list[str] = []
        enough = threading.Event()
        with ThreadPoolExecutor(POSTERS) as pool:
            posters = [
                pool.submit(post_until_killed, server, acknowledged, enough) for _ in range(POSTERS)
            ]
            try:
                assert enough.wait(60)
                time.sleep(random.uniform(0, 0.05))  # noqa: S311  # any moment, not only after a receipt
            finally:
                server.kill()
        assert [poster.exception() for poster in posters] == [None] * POSTERS
        shown += acknowledged

    tokens = Tokens((tmp_path / "secret.key").read_text(encoding="ascii"))
    receipts = [tokens.reference(location.removeprefix("/receipt/")) for location in shown]
    with sqlite3.connect(tmp_path / "intake.sqlite") as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        kept = Counter(
            reference for (reference,) in db.execute("SELECT reference FROM submissions")
        )
        received = Counter(
            reference
            for (reference,) in db.execute(
                "SELECT s.reference FROM events e JOIN submissions s ON s.id = e.submission "
                "WHERE e.kind = 'submission:receive'"
            )
        )
    missing = [reference for reference in receipts if reference not in kept]
    print(f"receipts shown {len(receipts)}, kept {len(kept)}, missing {len(missing)}")
    assert len(receipts) >= 2_000
    assert missing == []
    assert len(set(receipts)) == len(receipts), "one receipt for each submission"
    assert received == kept, "no submission without its event, and none twice"


def post_at_once(
    folder: Path, token: str, start: Barrier, answers: multiprocessing.Queue[str]
) -> None:
    """One process with an app of its own, as behind a server with many workers."""
    app = create_app(Config(KEY, f"sqlite:///{folder / 'intake.sqlite'}"), library())
    client = app.test_client()
    start.wait(60)
    answer = client.post("/apply/supervision", data=SUPERVISION | {"token": [token]})
    answers.put(f"{answer.status_code} {answer.headers.get('Location')}")


def test_twenty_processes_posting_one_id_get_one_row_and_one_receipt(tmp_path: Path) -> None:
    intake = make_intake(tmp_path)
    token = intake.token("supervision")
    # A clean server process forks the others: this one has threads of other tests.
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.test_intake_promises"])
    answers: multiprocessing.Queue[str] = processes.Queue()
    start = processes.Barrier(20)

    posters = [
        processes.Process(target=post_at_once, args=(tmp_path, token, start, answers))
        for _ in range(20)
    ]
    for poster in posters:
        poster.start()
    got = Counter(answers.get(timeout=60) for _ in posters)
    for poster in posters:
        poster.join(60)

    assert [poster.exitcode for poster in posters] == [0] * 20
    ((answer, count),) = got.items()
    assert answer.startswith("303 /receipt/")
    assert count == 20
    assert intake.count() == 1
    assert intake.count("events") == 1
