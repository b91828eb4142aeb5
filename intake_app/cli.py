"""`python -m intake_app serve | migrate | account | tidy | keys`. Failures are one line that says what to do."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Callable, Sequence

from generator.schema.problems import ContentError
from intake_app.commands import accounts, keys, serve, upkeep
from intake_app.config import ConfigError
from intake_app.sealing import SealError
from intake_app.storage.engine import StorageError

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


def _failed(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m intake_app", description="报名、求助和工作台")
    commands = parser.add_subparsers(required=True)
    for family in (serve, upkeep, accounts, keys):
        family.add(commands)
    return parser
