"""argparse that speaks Chinese: usage, help, and what is wrong with a call."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from generator.schema.problems import nearest

_ERRORS = (
    (r"the following arguments are required: (.*)", "还缺少：{0}。"),
    (r"unrecognized arguments: (.*)", "不认识“{0}”。"),
    (r"argument (.*): invalid choice: '(.*?)' \(choose from (.*)\)", "不认识“{1}”。"),
    (r"argument (.*): expected .*", "“{0}”后面要写一个值。"),
    (r"argument (.*): not allowed with argument (.*)", "“{0}”不能和“{1}”一起用。"),
    (r"argument (.*): ignored explicit argument '(.*)'", "“{0}”后面不写值。"),
)
"""What argparse says → what it means. A call it says anything else about gets the last sentence."""
_ELSE = "命令写得不对。"


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Takes the same arguments as argparse's; its sub-parsers are of the same kind."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, add_help=False, formatter_class=_Formatter, allow_abbrev=False)
        self._positionals.title, self._optionals.title = "要写的", "可以加的"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        """Say it in Chinese, show how it is used, and leave with 2 as every command does."""
        sentence = _ELSE
        for english, chinese in _ERRORS:
            if found := re.fullmatch(english, message):
                sentence = chinese.format(*found.groups())
                if "choose from" in message:
                    known = re.findall(r"[\w-]+", found[3])
                    sentence += nearest(found[2], known) or f"可以写：{'、'.join(known)}。"
                break
        self.exit(2, f"{self.format_usage()}{sentence}加 -h 看说明。\n")
