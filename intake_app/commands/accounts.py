"""`account`: who may work at the desk."""

from __future__ import annotations

import argparse

from intake_app.accounts import set_new_password
from intake_app.commands.places import DATA, Commands, database
from intake_app.moments import clock
from intake_app.storage.engine import open_engine
from intake_app.storage.register import Register


def add(commands: Commands) -> None:
    """Add the command."""
    account = commands.add_parser("account", parents=[DATA], help="新建账号，或重设密码")
    account.add_argument("name", help="账号的名字")
    account.set_defaults(command=_account)


def _account(options: argparse.Namespace) -> None:
    register = Register(open_engine(database(options.data)))
    password = set_new_password(register, options.name, clock())
    print(f"账号：{options.name}  新密码：{password}（只显示这一次，请记下）")
