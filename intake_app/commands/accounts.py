"""`account`: who may work at the desk."""

from __future__ import annotations

import argparse
import re

from intake_app.accounts import new_password
from intake_app.casework import CLOCKWORK, PUBLIC, Event
from intake_app.commands.places import DATA, Commands, database
from intake_app.config import ConfigError
from intake_app.moments import clock
from intake_app.permissions import ROLES
from intake_app.storage.casebook import Casebook
from intake_app.storage.engine import open_engine
from intake_app.storage.register import Register

ACTOR = "command"
"""Actor of what is done on the machine itself, where nobody logs in."""
NAME = re.compile(r"[\w.-]{1,32}")


def add(commands: Commands) -> None:
    """Add the commands."""
    family = commands.add_parser("account", help="工作台的账号").add_subparsers(required=True)
    for word, help_, command in (
        ("new", "新建账号", _new),
        ("reset", "重设密码；停用的账号也重新启用", _reset),
        ("role", "改角色", _role),
        ("totp-reset", "手机丢了：下次登录时重新设置动态码", _totp_reset),
        ("disable", "停用账号", _disable),
    ):
        one = family.add_parser(word, parents=[DATA], help=help_)
        one.add_argument("name", help="账号的名字")
        if word in ("new", "role"):
            roles = "、".join(f"{role} {label}" for role, label in ROLES.items())
            one.add_argument("role", choices=ROLES, help=roles)
        one.set_defaults(command=command, act=word)
    family.add_parser("list", parents=[DATA], help="列出账号").set_defaults(command=_list)


def _new(options: argparse.Namespace) -> None:
    if not NAME.fullmatch(options.name) or options.name in (PUBLIC, CLOCKWORK, ACTOR):
        raise ConfigError("名字只用文字、数字和 . _ -，最多 32 个。请换一个名字。")
    password, hash_ = new_password()
    if not _register(options).add(options.name, options.role, hash_, clock()):
        raise ConfigError(f"已经有账号 {options.name}。请换一个名字，或用 account reset 重设密码。")
    _note(options)
    print(
        f"账号：{options.name}（{ROLES[options.role]}）  密码：{password}（只显示这一次，请记下）"
    )


def _reset(options: argparse.Namespace) -> None:
    password, hash_ = new_password()
    _change(options, password_hash=hash_, disabled=False)
    print(f"账号：{options.name}  新密码：{password}（只显示这一次，请记下）")


def _role(options: argparse.Namespace) -> None:
    _change(options, role=options.role)
    print(f"{options.name} 现在是{ROLES[options.role]}，要重新登录。")


def _totp_reset(options: argparse.Namespace) -> None:
    _change(options, totp=None, totp_step=0)
    print(f"{options.name} 下次登录时重新设置动态码。请先确认找您的是本人。")


def _disable(options: argparse.Namespace) -> None:
    _change(options, disabled=True)
    print(f"{options.name} 停用了，进不来了。手上的件还在这个名下，请协调员另外分。")


def _list(options: argparse.Namespace) -> None:
    for one in _register(options).accounts():
        state = "停用" if one.disabled else "动态码已设置" if one.totp else "还没有设置动态码"
        print(f"{one.name}  {ROLES[one.role]}  {state}")


def _change(options: argparse.Namespace, **values: object) -> None:
    if not _register(options).change(options.name, **values):
        raise ConfigError(f"没有账号 {options.name}。请用 account list 看有哪些。")
    _note(options)


def _note(options: argparse.Namespace) -> None:
    event = Event("desk:account", clock(), ACTOR, {"to": options.name, "act": options.act})
    Casebook(open_engine(database(options.data))).append(event)


def _register(options: argparse.Namespace) -> Register:
    return Register(open_engine(database(options.data)))
