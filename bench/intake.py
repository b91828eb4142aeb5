"""The intake's promises at full length, and what sealing costs: `python -m bench.intake`.

Three tables, on SQLite and on PostgreSQL alike: receipts after kills under load, what a thief finds
in the loot of a thousand submissions, and acknowledged submissions per second beside a bare Flask
app with one INSERT of the same durability, on the same server (waitress, as many threads).
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from intake_app.config import read_desk_key
from intake_app.moments import clock
from intake_app.tokens import Tokens
from tests.intake_load import Place, kill_under_load
from tests.intake_server import ROOT, post, run
from tests.intake_support import VOLUNTEER
from tests.postgres import Postgres
from tests.test_intake_theft import found, loot, send

PEOPLE = 50
"""Who press the button at once."""
SECONDS = 10.0
"""Of each measurement."""


@dataclass(frozen=True)
class Speed:
    """What one server did in one measurement."""

    per_second: float
    p50: float
    """Milliseconds until half of the answers were there."""
    p99: float
    """Milliseconds until all but one in a hundred were there."""
    processor: float
    """Milliseconds of processor that the server took for one, which a busy neighbour changes little."""
    memory: float
    """Resident MiB of the server afterwards, from /proc."""


def measured(port: int, pid: int, fields: Callable[[], dict[str, list[str]]], path: str) -> Speed:
    """Post from fifty connections for some seconds. Only answers of 303 count."""
    times: list[float] = []
    until = time.perf_counter() + SECONDS

    def press() -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        while (start := time.perf_counter()) < until:
            status, _ = post(connection, path, fields())
            if status != 303:
                raise AssertionError(status)
            times.append(time.perf_counter() - start)
        connection.close()

    begin, used = time.perf_counter(), processor(pid)
    people = [threading.Thread(target=press) for _ in range(PEOPLE)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    lasted, used = time.perf_counter() - begin, processor(pid) - used
    shares = statistics.quantiles(times, n=100)
    status = Path(f"/proc/{pid}/status").read_text()
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    kib = int(resident.split()[1])
    each = used / len(times) * 1000
    return Speed(len(times) / lasted, shares[49] * 1000, shares[98] * 1000, each, kib / 1024)


def processor(pid: int) -> float:
    """Seconds of processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ours(place: Place) -> Speed:
    """The real command. The forms were opened before: what counts is sending them."""
    with place.serving() as server:
        tokens = Tokens((place.folder / "secret.key").read_text(encoding="ascii"))
        return measured(
            server.port,
            server.process.pid,
            lambda: VOLUNTEER | {"token": [tokens.new_form("volunteer", clock())]},
            "/apply/volunteer",
        )


def bare(place: Place) -> Speed:
    """One INSERT of the posted form, committed with the same durability, and a redirect."""
    place.folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "bench.intake_bare"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={"DATABASE_URL": place.url}
    ) as server:
        port = int(next(iter(server.stdout or ())))
        speed = measured(port, server.pid, lambda: VOLUNTEER | {"token": ["x" * 90]}, "/")
        server.terminate()
    return speed


def speeds(folder: Path, server: Postgres | None, rounds: int) -> None:
    """Take turns, so that a busy neighbour disturbs both, and print the ratio of each round."""
    ratios = []
    for number in range(rounds):
        base = bare(Place.of(folder / f"bare{number}", server))
        app = ours(Place.of(folder / f"ours{number}", server))
        ratios.append(app.per_second / base.per_second)
        for name, speed in (("bare", base), ("ours", app)):
            print(
                f"| {kind_of(server)} | {number + 1} | {name} | {speed.per_second:.0f} "
                f"| {speed.p50:.0f} | {speed.p99:.0f} | {speed.processor:.2f} | {speed.memory:.0f} |",
                flush=True,
            )
    print(f"{kind_of(server)}: ratio {statistics.median(ratios):.2f}, median of {rounds}\n")


def theft(folder: Path, server: Postgres | None, count: int) -> None:
    """What a thief finds after so many submissions, each read back and with a note."""
    place = Place.of(folder / "theft", server)
    place.folder.mkdir(parents=True)
    private = folder / "elsewhere.key"
    run("keys", "new", private)
    public = read_desk_key(private).public
    (place.folder / "desk.pub").write_text(public, encoding="ascii")
    with place.serving() as started:
        texts = send(started, count)
        stolen = loot(place, started)
    hits = found(place, texts, stolen)
    size = len(stolen) / 2**20
    print(
        f"{kind_of(server)}: {count} submissions, {len(texts)} texts looked for in {size:.0f} MiB, "
        f"{len(hits)} found\n"
    )


def kind_of(server: Postgres | None) -> str:
    """The name of the database."""
    return "PostgreSQL" if server else "SQLite"


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.intake")
    parser.add_argument("--only", choices=["speed", "kill", "theft"])
    parser.add_argument("--database", choices=["SQLite", "PostgreSQL"])
    parser.add_argument("--rounds", type=int, default=100, help="kills; each after --enough")
    parser.add_argument("--enough", type=int, default=200, help="receipts of a round")
    parser.add_argument("--count", type=int, default=1000, help="submissions that are stolen")
    parser.add_argument("--turns", type=int, default=3, help="of the speeds")
    options = parser.parse_args()
    postgres = Postgres(fsync=True) if options.database != "SQLite" else None
    try:
        with tempfile.TemporaryDirectory() as name:
            for server in (None, postgres) if postgres else (None,):
                if options.database in (None, kind_of(server)):
                    folder = Path(name) / kind_of(server)
                    folder.mkdir()
                    if options.only in (None, "speed"):
                        speeds(folder, server, options.turns)
                    if options.only in (None, "theft"):
                        theft(folder, server, options.count)
                    if options.only in (None, "kill"):
                        place = Place.of(folder / "kill", server)
                        tally = kill_under_load(place, options.rounds, options.enough)
                        print(f"{kind_of(server)}: {options.rounds} kills, {tally}\n", flush=True)
    finally:
        if postgres:
            postgres.stop()


if __name__ == "__main__":
    main()
