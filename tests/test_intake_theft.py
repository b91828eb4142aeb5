"""What a thief finds: in the database, its log, a backup, what was printed, and the command line."""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from intake_app.config import read_desk_key
from intake_app.storage.casebook import Casebook
from intake_app.storage.engine import open_engine
from tests.intake_load import Place
from tests.intake_server import Server, get, post, run
from tests.intake_support import COMPLETE, token_in
from tests.postgres import postgres

pytestmark = pytest.mark.both_databases
COUNT = 30
"""Submissions in the suite; `python -m bench.intake` does a thousand."""


def people(count: int) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Form and answers, every person with texts and numbers of their own."""
    for number in range(count):
        own = {"phone": [f"139{number:08}"], "district": [f"秘密区第{number}街道"]}
        if number % 2:
            own |= {"name": [f"张{chr(0x4E00 + number)}梅"], "community": [f"秘密社区第{number}号"]}
            yield "volunteer", COMPLETE["volunteer"] | own
        else:
            del own["district"]
            own |= {"nick": [f"化名之{number}"], "team": [f"秘密社工站第{number}队"]}
            own |= {"summary": [f"第{number}件：两位队员为排班吵起来了。"]}
            yield "supervision", COMPLETE["supervision"] | own


def send(server: Server, count: int) -> list[str]:
    """Send them all, and give the secret texts that must be found nowhere."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    texts = []
    for name, complete in people(count):
        token = token_in(get(connection, f"/apply/{name}"))
        status, receipt = post(connection, f"/apply/{name}", complete | {"token": [token]})
        assert status == 303
        get(connection, receipt)
        assert (
            post(connection, f"{receipt}/note", {"words": [f"补充{complete['phone'][0]}"]})[0]
            == 303
        )
        free = ("phone", "name", "nick", "community", "summary", "team", "district")
        texts += [complete[field][0] for field in free if field in complete]
    connection.close()
    return texts


def guises(secret: str, key: str) -> Iterator[bytes]:
    """All forms in which somebody could have kept a text that is looked for or guessed at."""
    for encoding in ("utf-8", "utf-16-le", "gb18030"):
        yield (raw := secret.encode(encoding))
        yield b64encode(raw)[:-3] if len(raw) > 6 else raw
    raw = secret.encode()
    for algorithm in ("md5", "sha1", "sha256", "sha512"):
        for digest in (
            hashlib.new(algorithm, raw).digest(),
            hmac.new(key.encode(), raw, algorithm).digest(),
            hmac.new(key.encode(), b"applicant\0" + raw, algorithm).digest(),
        ):
            yield digest[:16]
            yield digest.hex()[:32].encode()
    yield raw.hex().encode()
    yield secret[::-1].encode()


def loot(place: Place, server: Server) -> bytes:
    """Everything that can be carried away without the private key."""
    command = Path(f"/proc/{server.process.pid}/cmdline").read_bytes()
    environment = Path(f"/proc/{server.process.pid}/environ").read_bytes()
    if place.server:
        name = place.url.partition("@/")[2].partition("?")[0]
        stored = place.server.files() + place.server.dump(name)
    else:
        backup = place.folder / "backup.sqlite"
        with sqlite3.connect(place.folder / "intake.sqlite") as db, sqlite3.connect(backup) as to:
            db.backup(to)
        stored = b"".join(path.read_bytes() for path in place.folder.glob("*.sqlite*"))
        assert (place.folder / "intake.sqlite-wal").is_file()
    return command + environment + stored + server.kill().encode()


def found(place: Place, texts: list[str], stolen: bytes) -> list[str]:
    """Texts that stand in the loot in some form."""
    key = (place.folder / "secret.key").read_text(encoding="ascii")
    owner = {guise: text for text in texts for guise in guises(text, key)}
    # grep looks for thousands of strings in one pass; it takes none with a line end or a zero.
    lines = [guise for guise in owner if not {10, 0} & set(guise)]
    hits = {guise for guise in owner.keys() - set(lines) if guise in stolen}
    (place.folder.parent / "guises").write_bytes(b"\n".join(lines))
    done = subprocess.run(
        ["grep", "-aoF", "-f", place.folder.parent / "guises"],
        input=stolen,
        capture_output=True,
        env={"LC_ALL": "C"},
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return sorted({owner[guise] for guise in hits | set(done.stdout.split(b"\n")[:-1])})


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    """A search that finds nothing proves nothing unless it would have found something."""
    place = Place.of(tmp_path / "data", None)
    place.folder.mkdir()
    (place.folder / "secret.key").write_text("k" * 64, encoding="ascii")
    for guise in guises("13900000007", "k" * 64):
        assert found(place, ["13900000007", "别人"], b"\0x" + guise + b"y\n") == ["13900000007"]


def test_a_thief_without_the_private_key_finds_no_answer(tmp_path: Path, dbms: str) -> None:
    place = Place.of(tmp_path / "data", postgres() if dbms == "postgresql" else None)
    private = tmp_path / "elsewhere" / "desk.key"
    assert run("keys", "new", private)[0] == 0
    key = read_desk_key(private)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "desk.pub").write_text(key.public + "\n", encoding="ascii")

    with place.serving() as server:
        texts = send(server, COUNT)
        stolen = loot(place, server)

    assert b"submission:receive" in stolen, "it is the right loot"
    assert found(place, texts, stolen) == []
    assert key._private.private_bytes_raw() not in stolen
    engine = open_engine(place.url)
    kept = Casebook(engine).live()
    engine.dispose()
    assert len(kept) == COUNT
    one = kept[0]
    assert one.keys
    lock = key.lock(one.form, one.locator, one.keys.for_desk or b"")
    assert "13900000000" in lock.read(one.events[0]).decode(), "and the desk reads them all"


def test_where_only_the_public_key_is_there_is_no_desk(tmp_path: Path) -> None:
    assert run("keys", "new", tmp_path / "desk.key")[0] == 0
    (tmp_path / "data").mkdir()
    public = read_desk_key(tmp_path / "desk.key").public
    (tmp_path / "data" / "desk.pub").write_text(public, encoding="ascii")
    server = Server.start("--data", tmp_path / "data")
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        assert "没有这一页" in get(connection, "/desk/")
        assert "没有这一页" in get(connection, "/desk/login")
        assert "志愿者报名" in get(connection, "/apply/")
    finally:
        connection.close()
        server.stop()
    assert server.printed[0] == "只收不看：这里没有私钥，没有工作台。"
    assert len(server.printed) == 2, "and no account"
