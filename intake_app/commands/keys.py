"""`keys`: the pair that answers are sealed to and opened with."""

from __future__ import annotations

import argparse
from pathlib import Path

from intake_app.commands.places import DATA, Commands, database, written
from intake_app.config import ConfigError, read_desk_key
from intake_app.desk_key import DeskKey, new_private
from intake_app.permissions import Account
from intake_app.sealing import SealError
from intake_app.storage.casebook import Casebook, Keys
from intake_app.storage.engine import open_engine
from intake_app.storage.register import Register


def add(commands: Commands) -> None:
    """Add the commands."""
    keys = commands.add_parser("keys", help="工作台的钥匙").add_subparsers(required=True)
    new = keys.add_parser("new", help="生成一对")
    new.add_argument("private", type=Path, help="私钥写到哪个文件")
    new.set_defaults(command=_new_keys)
    rotate = keys.add_parser("rotate", parents=[DATA], help="换成新的一对")
    rotate.add_argument("old", type=Path, help="旧私钥的文件")
    rotate.add_argument("new", type=Path, help="新私钥的文件")
    rotate.set_defaults(command=_rotate_keys)


def _new_keys(options: argparse.Namespace) -> None:
    key = new_key(options.private)
    print(
        f"私钥在 {options.private}，只有您能读。请马上另存一份到安全的地方：丢了，谁也打不开答案。"
    )
    print(f"公钥（不用保密）：{key.public}")
    print("收表的机器只要公钥：写进数据目录的 desk.pub，或环境变量 DESK_PUBLIC_KEY。")


def _rotate_keys(options: argparse.Namespace) -> None:
    old, new = read_desk_key(options.old), read_desk_key(options.new)
    engine = open_engine(database(options.data))
    casebook = Casebook(engine)

    def anew(form: str, locator: str, kept: Keys) -> Keys:
        lock = old.lock(form, locator, kept.for_desk or b"")
        return Keys(kept.for_applicant, lock.for_desk(new.public), new.id)

    def totp_anew(account: Account) -> bytes:
        try:
            lock = old.lock("account", str(account.id), account.totp or b"")
        except SealError:  # an earlier run has done it
            return account.totp or b""
        return lock.for_desk(new.public)

    count = casebook.reseal(old.id, anew)
    Register(engine).reseal(totp_anew)
    print(f"{count} 份换成了新的公钥：{new.public}")
    print(
        "收表的机器都换上新公钥以后，请再运行一次；报 0 份了，再销毁旧私钥。旧备份仍能用旧私钥打开。"
    )


def new_key(file: Path) -> DeskKey:
    """A new private key in a file of its own; one that is there is never overwritten."""
    text = new_private()
    if not written(file, text):
        raise ConfigError(f"{file} 已经有了，没有改动。请换一个文件名。")
    return DeskKey(text)
