"""`migrate` and `tidy`: what a timer or an upgrade runs."""

from __future__ import annotations

import argparse

from intake_app.commands.places import CONTENT, DATA, Commands, database, library
from intake_app.migrations import upgrade
from intake_app.moments import clock
from intake_app.retention import tidy
from intake_app.storage.casebook import Casebook
from intake_app.storage.engine import open_engine


def add(commands: Commands) -> None:
    """Add the commands."""
    migrate = commands.add_parser("migrate", parents=[DATA], help="建表，或把表改到最新")
    migrate.set_defaults(command=_migrate)

    due = commands.add_parser("tidy", parents=[DATA, CONTENT], help="销毁到期的内容")
    due.set_defaults(command=_tidy)


def _migrate(options: argparse.Namespace) -> None:
    options.data.mkdir(parents=True, exist_ok=True)
    upgrade(open_engine(database(options.data)))
    print("数据库的表是最新的。")


def _tidy(options: argparse.Namespace) -> None:
    casebook = Casebook(open_engine(database(options.data)))
    count = tidy(casebook, library(options.content), clock())
    print(f"到期的 {count} 份，内容已销毁。")
