"""The command: what it says first and last, and one line for everything that can be wrong."""

from __future__ import annotations

import errno
import json
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from intake_app.cli import main
from intake_app.config import DEMO
from tests.intake_server import ROOT, Server, get, run
from tests.intake_support import DESK_KEY, DESK_PRIVATE


def test_serve_says_first_what_it_is_and_last_where(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("手册首页", encoding="utf-8")
    server = Server.start("--data", tmp_path / "new" / "data", "--site", site)
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        assert get(connection, "/") == "手册首页"
        assert "志愿者报名" in get(connection, "/apply/")
    finally:
        connection.close()
        status = server.stop()

    first, password, last = server.printed
    assert first == DEMO
    assert password.startswith("工作台的第一个账号：admin  密码：")
    assert last.startswith("打开 http://127.0.0.1:")
    assert status == 0


def test_what_it_writes_is_for_its_owner_alone_and_the_password_is_shown_once(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    Server.start("--data", data).stop()
    again = Server.start("--data", data)
    again.stop()

    assert len(again.printed) == 2, again.printed
    for path in (data, *data.iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def one_line(*arguments: str | Path, env: dict[str, str] | None = None) -> str:
    status, _, complaint = run(*arguments, env=env)
    assert status == 1
    assert complaint.endswith("\n")
    assert complaint.count("\n") == 1, complaint
    return complaint.strip()


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = one_line("serve", "--data", tmp_path, "--port", str(taken.getsockname()[1]))

    assert said == "这个端口已经有程序在用。请换一个，例如 make serve PORT=8010，或先停掉那个程序。"


def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    assert one_line("serve", "--data", tmp_path / "file") == "--data 指的是一个文件。请换成目录。"
    assert (
        one_line("serve", "--data", tmp_path / "file" / "x")
        == "--data 指的是一个文件。请换成目录。"
    )


def test_a_data_folder_that_cannot_be_written() -> None:
    assert "请" in one_line("serve", "--data", "/proc/wushe")


def test_a_database_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "intake.sqlite").write_text("不是数据库" * 100)

    assert one_line("serve", "--data", tmp_path).startswith("这个文件不是数据库。请")


def test_a_database_that_somebody_holds(tmp_path: Path) -> None:
    assert run("migrate", "--data", tmp_path)[0] == 0
    holder = sqlite3.connect(tmp_path / "intake.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    impatient = {"DATABASE_URL": f"sqlite:///{tmp_path / 'intake.sqlite'}?timeout=0"}
    said = one_line("migrate", "--data", tmp_path, env=impatient)
    assert said.startswith("数据库正忙。请稍等再试")
    holder.execute("ROLLBACK")


def test_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("intake_app.commands.places.os.open", full)
    monkeypatch.setattr("intake_app.cli.os.umask", lambda _mask: 0)  # would outlast this test

    assert main(["serve", "--data", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "磁盘满了。请腾出空间再启动。\n"


def test_a_key_that_was_cut_off(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("short")

    assert "不完整。请从备份恢复" in one_line("serve", "--data", tmp_path)


def test_a_site_that_was_not_built(tmp_path: Path) -> None:
    assert "请先运行 make site" in one_line("serve", "--data", tmp_path, "--site", tmp_path)


def test_content_that_is_missing_or_broken(tmp_path: Path) -> None:
    assert "请用 --content" in one_line("serve", "--data", tmp_path, "--content", tmp_path / "no")
    (tmp_path / "content").mkdir()
    said = one_line("serve", "--data", tmp_path, "--content", tmp_path / "content")
    assert said.endswith("请运行 python -m generator check 看是哪里。")


@pytest.fixture
def say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Runs an account command in this process and gives what it said."""
    monkeypatch.setattr("intake_app.cli.os.umask", lambda _mask: 0)  # would outlast this test

    def run_here(*arguments: str) -> str:
        status = main(["account", *arguments, "--data", str(tmp_path)])
        said = capsys.readouterr()
        assert status == (1 if said.err else 0)
        return said.out + said.err

    return run_here


def test_accounts_are_kept_by_command(tmp_path: Path, say: Callable[..., str]) -> None:
    assert say("list").endswith("python -m intake_app migrate。\n")
    assert run("migrate", "--data", tmp_path)[1] == "数据库的表是最新的。\n"

    assert say("new", "li", "supervisor").startswith("账号：li（督导）  密码：")
    assert say("new", "li", "admin").startswith("已经有账号 li。请换一个名字")
    assert say("role", "li", "coordinator").startswith("li 现在是协调员")
    assert say("totp-reset", "li").startswith("li 下次登录时重新设置动态码")
    assert say("list") == "li  协调员  还没有设置动态码\n"
    assert say("disable", "li").startswith("li 停用了")
    assert say("list") == "li  协调员  停用\n"
    assert say("reset", "li").startswith("账号：li  新密码：")
    assert say("list") == "li  协调员  还没有设置动态码\n"
    assert say("disable", "wang") == "没有账号 wang。请用 account list 看有哪些。\n"
    with closing(sqlite3.connect(tmp_path / "intake.sqlite")) as db:
        rows = db.execute("SELECT kind, actor, facts FROM events ORDER BY id").fetchall()
    acts = ["new", "role", "totp-reset", "disable", "reset"]
    kept = [(kind, actor, json.loads(facts)) for kind, actor, facts in rows]
    assert kept == [("desk:account", "command", {"to": "li", "act": act}) for act in acts]


@pytest.mark.parametrize("name", ["public", "clockwork", "command", "", "a b", "?", "长" * 33])
def test_a_name_that_would_be_misread_in_the_history_is_refused(
    say: Callable[..., str], name: str
) -> None:
    assert say("new", name, "admin") == "名字只用文字、数字和 . _ -，最多 32 个。请换一个名字。\n"


def wsgi(env: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", "import intake_app.wsgi"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def test_a_wsgi_server_is_told_what_is_missing(tmp_path: Path) -> None:
    key = {"SECRET_KEY": "k" * 32}
    url = {"DATABASE_URL": f"sqlite:///{tmp_path / 'intake.sqlite'}"}

    assert wsgi(url)[1].startswith("缺少 SECRET_KEY")
    assert wsgi(url | {"SECRET_KEY": "short"})[1].startswith("缺少 SECRET_KEY")
    assert wsgi(key)[1].startswith("缺少 DATABASE_URL")
    many = {"POSTS": "many", "DESK_PUBLIC_KEY": DESK_KEY.public}
    assert wsgi(key | url | many)[1] == "PROXIES 和 POSTS 要写整数。请改好再启动。\n"
    assert wsgi(key | url)[1].startswith("缺少 DESK_PUBLIC_KEY")
    assert wsgi(key | url | {"DESK_PUBLIC_KEY": "short"})[1].startswith("公钥不完整")
    assert wsgi(key | url | {"DESK_PRIVATE_KEY_FILE": "/no"})[1].startswith("读不出私钥文件 /no")
    private = tmp_path / "desk.key"
    private.write_text(DESK_PRIVATE, encoding="ascii")
    both = {"DESK_PRIVATE_KEY_FILE": str(private), "DESK_PUBLIC_KEY": "A" * 43}
    assert wsgi(key | url | both)[1].startswith("DESK_PUBLIC_KEY 和私钥不是一对")
    assert wsgi(key | url | {"DESK_PUBLIC_KEY": DESK_KEY.public}) == (0, "")


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--port", "80000", "端口要写 0 到 65535 的整数"),
        ("--port", "-1", "端口要写 0 到 65535 的整数"),
        ("--port", "http", "端口要写 0 到 65535 的整数"),
        ("--host", "no-such-host.invalid", "没有地址 no-such-host.invalid。请用 --host"),
        ("--host", "..", "没有地址 ..。请用 --host"),
        ("--host", "192.0.2.1", "这台机器没有这个地址。请用 --host"),
    ],
)
def test_an_address_that_cannot_be_had(tmp_path: Path, option: str, value: str, said: str) -> None:
    status, _, complaint = run("serve", "--data", tmp_path, option, value)

    assert status != 0
    assert said in complaint
    assert "Traceback" not in complaint
