"""`python -m intake_app serve | migrate | account | tidy | keys`. Failures are one line that says what to do."""

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
from intake_app.config import (
    DEMO,
    ROOT,
    Config,
    ConfigError,
    checked_public_key,
    read_desk_key,
)
from intake_app.desk_key import DeskKey, new_private
from intake_app.migrations import upgrade
from intake_app.moments import clock
from intake_app.retention import tidy
from intake_app.sealing import SealError
from intake_app.server import keep_tidy, run
from intake_app.storage.casebook import Casebook, Keys
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
    except SealError:
        return _failed("旧私钥打不开库里的内容。请核对是不是这一把。")
    except OSError as error:
        number = error.errno or 0
        return _failed(_OS_SENTENCES.get(number, f"系统报错：{error}。请改好再启动。"))
    return 0


def _serve(options: argparse.Namespace) -> None:
    public_key, desk_key, demo = _keys(options.data)
    if demo:
        print(demo, flush=True)
    elif not desk_key:
        print("只收不看：这里没有私钥，没有工作台。", flush=True)
    library = _library(options.content)
    config = Config(
        secret_key=_secret_key(options.data),
        database_url=_database(options.data),
        public_key=public_key,
        desk_key=desk_key,
        demo=demo,
        site=_site(options.site),
        trusted_hosts=tuple(options.trusted_host),
        proxies=options.proxies,
        posts=options.posts,
    )
    engine = open_engine(config.database_url)
    upgrade(engine)
    register = Register(engine)
    if desk_key and not register.has_accounts():
        password = set_new_password(register, ADMIN, clock())
        print(f"工作台的第一个账号：{ADMIN}  密码：{password}（只显示这一次，请记下）")
    app, casebook = create_app(config, library), Casebook(engine)
    keep_tidy(lambda: tidy(casebook, library, clock()))
    run(app, options.host, options.port, behind_proxy=options.proxies > 0)


def _migrate(options: argparse.Namespace) -> None:
    options.data.mkdir(parents=True, exist_ok=True)
    upgrade(open_engine(_database(options.data)))
    print("数据库的表是最新的。")


def _account(options: argparse.Namespace) -> None:
    register = Register(open_engine(_database(options.data)))
    password = set_new_password(register, options.name, clock())
    print(f"账号：{options.name}  新密码：{password}（只显示这一次，请记下）")


def _tidy(options: argparse.Namespace) -> None:
    casebook = Casebook(open_engine(_database(options.data)))
    count = tidy(casebook, _library(options.content), clock())
    print(f"到期的 {count} 份，内容已销毁。")


def _new_keys(options: argparse.Namespace) -> None:
    key = _new_key(options.private)
    print(
        f"私钥在 {options.private}，只有您能读。请马上另存一份到安全的地方：丢了，谁也打不开答案。"
    )
    print(f"公钥（不用保密）：{key.public}")
    print("收表的机器只要公钥：写进数据目录的 desk.pub，或环境变量 DESK_PUBLIC_KEY。")


def _rotate_keys(options: argparse.Namespace) -> None:
    old, new = read_desk_key(options.old), read_desk_key(options.new)
    casebook = Casebook(open_engine(_database(options.data)))

    def anew(form: str, locator: str, kept: Keys) -> Keys:
        lock = old.lock(form, locator, kept.for_desk or b"")
        return Keys(kept.for_applicant, lock.for_desk(new.public), new.id)

    count = casebook.reseal(old.id, anew)
    print(f"{count} 份换成了新的公钥：{new.public}")
    print(
        "收表的机器都换上新公钥以后，请再运行一次；报 0 份了，再销毁旧私钥。旧备份仍能用旧私钥打开。"
    )


def _keys(data: Path) -> tuple[str, DeskKey | None, str]:
    """The public key, the private one where it is here, and the warning if we made them."""
    private, public = data / "desk.key", data / "desk.pub"
    if private.is_file():
        key = read_desk_key(private)
        return key.public, key, ""
    if public.is_file():
        return checked_public_key(public.read_text(encoding="ascii").strip()), None, ""
    demo = data / "demo.key"
    key = read_desk_key(demo) if demo.is_file() else _new_key(demo)
    return key.public, key, DEMO


def _new_key(file: Path) -> DeskKey:
    """A new private key in a file of its own; one that is there is never overwritten."""
    text = new_private()
    if not _written(file, text):
        raise ConfigError(f"{file} 已经有了，没有改动。请换一个文件名。")
    return DeskKey(text)


def _written(file: Path, text: str) -> bool:
    """Write a secret that only its owner can read; False where the file is there already."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(handle)
    return True


def _library(content: Path) -> Library:
    if not content.is_dir():
        raise ConfigError(f"没有内容目录 {content}。请用 --content 指出 content/ 在哪里。")
    return load(content)


def _secret_key(data: Path) -> str:
    """The key of this deployment, made at the first start and readable by its owner alone."""
    file = data / "secret.key"
    _written(file, secrets.token_hex(32))
    key = file.read_text(encoding="ascii").strip()
    if len(key) < 32:
        raise ConfigError(f"密钥文件 {file} 不完整。请从备份恢复，或删掉它重新启动。")
    return key


def _database(data: Path) -> str:
    return os.environ.get("DATABASE_URL") or f"sqlite:///{data.resolve() / 'intake.sqlite'}"


def _site(site: Path | None) -> Path | None:
    if site and not (site / "index.html").is_file():
        raise ConfigError(f"{site} 里没有网站。请先运行 make site，或用 --site 指出在哪里。")
    return site


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError("端口要写 0 到 65535 的整数。")
    return int(text)


def _failed(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m intake_app", description="报名、求助和工作台")
    commands = parser.add_subparsers(required=True)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, default=Path("var"), help="数据目录")
    content = argparse.ArgumentParser(add_help=False)
    content.add_argument("--content", type=Path, default=ROOT / "content", help="content 目录")

    serve = commands.add_parser("serve", parents=[shared, content], help="打开手册、表单和工作台")
    serve.add_argument("--host", default="127.0.0.1", help="在哪个地址上听")
    serve.add_argument("--port", type=_port, default=8000, help="在哪个端口上听；0 为任选一个")
    serve.add_argument("--site", type=Path, help="生成好的手册在哪个目录；不写就只有表单")
    serve.add_argument("--proxies", type=int, default=0, help="前面有几层自己的代理")
    serve.add_argument("--posts", type=int, default=30, help="同一地址十分钟内最多收几份")
    serve.add_argument("--trusted-host", action="append", default=[], help="只认这个域名；可多写")
    serve.set_defaults(command=_serve)

    migrate = commands.add_parser("migrate", parents=[shared], help="建表，或把表改到最新")
    migrate.set_defaults(command=_migrate)

    account = commands.add_parser("account", parents=[shared], help="新建账号，或重设密码")
    account.add_argument("name", help="账号的名字")
    account.set_defaults(command=_account)

    due = commands.add_parser("tidy", parents=[shared, content], help="销毁到期的内容")
    due.set_defaults(command=_tidy)

    keys = commands.add_parser("keys", help="工作台的钥匙").add_subparsers(required=True)
    new = keys.add_parser("new", help="生成一对")
    new.add_argument("private", type=Path, help="私钥写到哪个文件")
    new.set_defaults(command=_new_keys)
    rotate = keys.add_parser("rotate", parents=[shared], help="换成新的一对")
    rotate.add_argument("old", type=Path, help="旧私钥的文件")
    rotate.add_argument("new", type=Path, help="新私钥的文件")
    rotate.set_defaults(command=_rotate_keys)
    return parser
