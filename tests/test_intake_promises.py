"""Never lost, never doubled: the real server, killed under load; twenty processes with one id."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from intake_app import create_app
from intake_app.config import Config
from intake_app.tokens import Tokens
from tests.intake_load import Place, kill_under_load
from tests.intake_support import DESK_KEY, KEY, NOW, SUPERVISION, Intake, library
from tests.postgres import postgres

pytestmark = pytest.mark.both_databases
ROUNDS, PER_ROUND = 6, 60
"""A short version; `python -m bench.intake` does a hundred rounds of two hundred."""


def test_an_acknowledged_submission_is_never_lost_when_the_server_is_killed_under_load(
    tmp_path: Path, dbms: str
) -> None:
    """Each round kills a server in the middle of posts; each receipt shown is there afterwards."""
    place = Place.of(tmp_path, postgres() if dbms == "postgresql" else None)

    tally = kill_under_load(place, ROUNDS, PER_ROUND)

    print(tally)
    assert tally.shown >= ROUNDS * PER_ROUND / 2
    assert tally.kept >= tally.shown
    assert (tally.missing, tally.doubled, tally.half_written, tally.unreadable) == (0, 0, 0, 0)


def post_at_once(url: str, token: str, start: Barrier, answers: multiprocessing.Queue[str]) -> None:
    """One process with an app of its own, as behind a server with many workers."""
    app = create_app(Config(KEY, url, DESK_KEY.public), library())
    client = app.test_client()
    start.wait(120)
    answer = client.post("/apply/supervision", data=SUPERVISION | {"token": [token]})
    where = answer.headers.get("Location", "").removeprefix("/receipt/")
    answers.put(f"{answer.status_code} {Tokens(KEY).receipt_secret(where, NOW)}")
    app.extensions["engine"].dispose()


def test_twenty_processes_posting_one_id_get_one_row_and_one_receipt(intake: Intake) -> None:
    token = intake.token("supervision")
    secret = Tokens(KEY).form_secret("supervision", token, NOW)
    # A clean server process forks the others: this one has threads of other tests.
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.test_intake_promises"])
    answers: multiprocessing.Queue[str] = processes.Queue()
    start = processes.Barrier(20)

    posters = [
        processes.Process(
            target=post_at_once, args=(intake.config.database_url, token, start, answers)
        )
        for _ in range(20)
    ]
    for poster in posters:
        poster.start()
    got = Counter(answers.get(timeout=120) for _ in posters)
    for poster in posters:
        poster.join(60)

    assert [poster.exitcode for poster in posters] == [0] * 20
    assert got == {f"303 {secret}": 20}
    assert [intake.count(table) for table in ("submissions", "keys", "events", "texts")] == [1] * 4
