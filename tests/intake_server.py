"""Starts the real command as a user would, and speaks plain HTTP with it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "intake_app"]


def run(*arguments: str | Path, env: Mapping[str, str] | None = None) -> tuple[int, str, str]:
    """Run a command to its end: exit status, what it printed, what it complained."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        env={"LANG": "C.UTF-8", **(env or {})},
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@dataclass
class Server:
    """A running server."""

    process: subprocess.Popen[str]
    printed: list[str]
    port: int

    @classmethod
    def start(cls, *arguments: str | Path, env: Mapping[str, str] | None = None) -> Server:
        process = subprocess.Popen(
            [*COMMAND, "serve", "--port", "0", *map(str, arguments)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={"LANG": "C.UTF-8", **(env or {})},
        )
        assert process.stdout
        printed = []
        for line in process.stdout:
            printed.append(line.rstrip())
            if found := re.match(r"打开 http://127\.0\.0\.1:(\d+)/", line):
                return cls(process, printed, int(found[1]))
        raise AssertionError("\n".join(printed))

    def kill(self) -> str:
        """No time to tidy up. What it had printed since it was ready."""
        self.process.send_signal(signal.SIGKILL)
        return self.process.communicate()[0]

    def stop(self) -> int:
        """As a service manager stops it."""
        self.process.terminate()
        self.process.communicate(timeout=20)
        return self.process.returncode


def get(connection: HTTPConnection, path: str) -> str:
    connection.request("GET", path)
    return connection.getresponse().read().decode()


def post(connection: HTTPConnection, path: str, fields: Mapping[str, list[str]]) -> tuple[int, str]:
    """Status, and where the answer leads."""
    head = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", path, urlencode(fields, doseq=True), head)
    answer = connection.getresponse()
    answer.read()
    return answer.status, answer.headers.get("Location", "")
