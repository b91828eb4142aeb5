"""`serve`: the handbook, the forms and the desk in one process."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path

from intake_app import create_app
from intake_app.accounts import new_password
from intake_app.commands.keys import new_key
from intake_app.commands.places import CONTENT, DATA, Commands, database, library, written
from intake_app.config import DEMO, Config, ConfigError, checked_public_key, read_desk_key
from intake_app.desk_key import DeskKey
from intake_app.migrations import upgrade
from intake_app.moments import clock
from intake_app.permissions import ADMIN
from intake_app.retention import tidy
from intake_app.server import keep_tidy, run
from intake_app.storage.casebook import Casebook
from intake_app.storage.engine import open_engine
from intake_app.storage.register import Register


def add(commands: Commands) -> None:
    """Add the command."""
    serve = commands.add_parser("serve", parents=[DATA, CONTENT], help="打开手册、表单和工作台")
    serve.add_argument("--host", default="127.0.0.1", help="在哪个地址上听")
    serve.add_argument("--port", type=_port, default=8000, help="在哪个端口上听；0 为任选一个")
    serve.add_argument("--site", type=Path, help="生成好的手册在哪个目录；不写就只有表单")
    serve.add_argument("--proxies", type=int, default=0, help="前面有几层自己的代理")
    serve.add_argument("--posts", type=int, default=30, help="同一地址十分钟内最多收几份")
    serve.add_argument("--trusted-host", action="append", default=[], help="只认这个域名；可多写")
    serve.set_defaults(command=_serve)


def _serve(options: argparse.Namespace) -> None:
    public_key, desk_key, demo = _keys(options.data)
    if demo:
        print(demo, flush=True)
    elif not desk_key:
        print("只收不看：这里没有私钥，没有工作台。", flush=True)
    content = library(options.content)
    config = Config(
        secret_key=_secret_key(options.data),
        database_url=database(options.data),
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
    if desk_key and not register.accounts():
        password, hash_ = new_password()
        register.add(ADMIN, ADMIN, hash_, clock())
        print(f"工作台的第一个账号：{ADMIN}  密码：{password}（只显示这一次，请记下）")
    app, casebook = create_app(config, content), Casebook(engine)
    keep_tidy(lambda: tidy(casebook, content, clock()))
    run(app, options.host, options.port, behind_proxy=options.proxies > 0)


def _keys(data: Path) -> tuple[str, DeskKey | None, str]:
    """The public key, the private one where it is here, and the warning if we made them."""
    private, public = data / "desk.key", data / "desk.pub"
    if private.is_file():
        key = read_desk_key(private)
        return key.public, key, ""
    if public.is_file():
        return checked_public_key(public.read_text(encoding="ascii").strip()), None, ""
    demo = data / "demo.key"
    key = read_desk_key(demo) if demo.is_file() else new_key(demo)
    return key.public, key, DEMO


def _secret_key(data: Path) -> str:
    """The key of this deployment, made at the first start and readable by its owner alone."""
    file = data / "secret.key"
    written(file, secrets.token_hex(32))
    key = file.read_text(encoding="ascii").strip()
    if len(key) < 32:
        raise ConfigError(f"密钥文件 {file} 不完整。请从备份恢复，或删掉它重新启动。")
    return key


def _site(site: Path | None) -> Path | None:
    if site and not (site / "index.html").is_file():
        raise ConfigError(f"{site} 里没有网站。请先运行 make site，或用 --site 指出在哪里。")
    return site


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError("端口要写 0 到 65535 的整数。")
    return int(text)
