"""`python -m intake_app serve | migrate | account`. Failures are one line that says what to do."""

from __future__ import annotations

import argparse
import errno
import os
import secrets
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from generator.schema.library import Library, load
from generator.schema.problems import ContentError
from intake_app import create_app
from intake_app.accounts import ADMIN, set_new_password
from intake_app.config import DEMO, ROOT, Config, ConfigError
from intake_app.migrations import upgrade
from intake_app.moments import clock
from intake_app.server import run
from intake_app.storage.engine import StorageError, open_engine
from intake_app.storage.register import Register

_OS_SENTENCES = {
    errno.EADDRINUSE: "这个端口已经有程序在用。请换一个，例如 make serve PORT=8010，或先停掉那个程序。",
    errno.EACCES: "没有权限。请换一个能写的数据目录，或用 1024 以上的端口。",
    errno.EROFS: "这个目录不能写。请用 --data 换一个数据目录。",
    errno.ENOSPC: "磁盘满了。请腾出空间再启动。",
    errno.ENOTDIR: "--data 指的是一个文件。请换成目录。",
    errno.EEXIST: "--data 指的是一个文件。请换成目录。",
    errno.EADDRNOTAVAIL: "这台机器没有这个地址。请用 --host 127.0.0.1 或 0.0.0.0。",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command."""
    options = _parser().parse_args(arguments)
    os.umask(0o077)  # what the app writes is for its owner alone
    command: Callable[[argparse.Namespace], None] = options.command
    try:
        command(options)
    except (ConfigError, StorageError) as error:
        return _failed(str(error))
    except ContentError as error:
        count = len(error.problems)
        return _failed(f"内容有 {count} 处要改。请运行 python -m generator check 看是哪里。")
    except OSError as error:
        number = error.errno or 0
        return _failed(_OS_SENTENCES.get(number, f"系统报错：{error}。请改好再启动。"))
    return 0


def _serve(options: argparse.Namespace) -> None:
    print(DEMO, flush=True)
    library = _library(options.content)
    config = Config(
        secret_key=_secret_key(options.data),
        database_url=_database(options.data),
        site=_site(options.site),
        trusted_hosts=tuple(options.trusted_host),
        proxies=options.proxies,
        posts=options.posts,
    )
    engine = open_engine(config.database_url)
    upgrade(engine)
    register = Register(engine)
    if not register.has_accounts():
        password = set_new_password(register, ADMIN, clock())
        print(f"工作台的第一个账号：{ADMIN}  密码：{password}（只显示这一次，请记下）")
    engine.dispose()
    run(create_app(config, library), options.host, options.port, behind_proxy=options.proxies > 0)


def _migrate(options: argparse.Namespace) -> None:
    options.data.mkdir(parents=True, exist_ok=True)
    upgrade(open_engine(_database(options.data)))
    print("数据库的表是最新的。")


def _account(options: argparse.Namespace) -> None:
    register = Register(open_engine(_database(options.data)))
    password = set_new_password(register, options.name, clock())
    print(f"账号：{options.name}  新密码：{password}（只显示这一次，请记下）")


def _library(content: Path) -> Library:
    if not content.is_dir():
        raise ConfigError(f"没有内容目录 {content}。请用 --content 指出 content/ 在哪里。")
    return load(content)


def _secret_key(data: Path) -> str:
    """The key of this deployment, made at the first start and readable by its owner alone."""
    data.mkdir(parents=True, exist_ok=True)
    file = data / "secret.key"
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = file.read_text(encoding="ascii").strip()
        if len(key) < 32:
            raise ConfigError(f"密钥文件 {file} 不完整。请从备份恢复，或删掉它重新启动。") from None
        return key
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(secrets.token_hex(32))
    return file.read_text(encoding="ascii")


def _database(data: Path) -> str:
    return os.environ.get("DATABASE_URL") or f"sqlite:///{data.resolve() / 'intake.sqlite'}"


def _site(site: Path | None) -> Path | None:
    if site and not (site / "index.html").is_file():
        raise ConfigError(f"{site} 里没有网站。请先运行 make site，或用 --site 指出在哪里。")
    return site


def _failed(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m intake_app", description="报名、求助和工作台")
    commands = parser.add_subparsers(required=True)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, default=Path("var"), help="数据目录")

    serve = commands.add_parser("serve", parents=[shared], help="打开手册、表单和工作台")
    serve.add_argument("--host", default="127.0.0.1", help="在哪个地址上听")
    serve.add_argument("--port", type=int, default=8000, help="在哪个端口上听；0 为任选一个")
    serve.add_argument("--site", type=Path, help="生成好的手册在哪个目录；不写就只有表单")
    serve.add_argument("--content", type=Path, default=ROOT / "content", help="content 目录")
    serve.add_argument("--proxies", type=int, default=0, help="前面有几层自己的代理")
    serve.add_argument("--posts", type=int, default=30, help="同一地址十分钟内最多收几份")
    serve.add_argument("--trusted-host", action="append", default=[], help="只认这个域名；可多写")
    serve.set_defaults(command=_serve)

    migrate = commands.add_parser("migrate", parents=[shared], help="建表，或把表改到最新")
    migrate.set_defaults(command=_migrate)

    account = commands.add_parser("account", parents=[shared], help="新建账号，或重设密码")
    account.add_argument("name", help="账号的名字")
    account.set_defaults(command=_account)
    return parser
