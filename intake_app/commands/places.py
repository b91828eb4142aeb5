"""Where a deployment keeps its things, and the options that say so."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TypeAlias

from generator.schema.library import Library, load
from intake_app.config import ROOT, ConfigError

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""What a family adds its commands to."""
DATA = argparse.ArgumentParser(add_help=False)
DATA.add_argument("--data", type=Path, default=Path("var"), help="数据目录")
CONTENT = argparse.ArgumentParser(add_help=False)
CONTENT.add_argument("--content", type=Path, default=ROOT / "content", help="content 目录")


def database(data: Path) -> str:
    """The address of the database: what the environment says, or a file in the data folder."""
    return os.environ.get("DATABASE_URL") or f"sqlite:///{data.resolve() / 'intake.sqlite'}"


def library(content: Path) -> Library:
    """The content.

    Raises:
        ConfigError: when there is none.
        ContentError: when it has to be mended first.
    """
    if not content.is_dir():
        raise ConfigError(f"没有内容目录 {content}。请用 --content 指出 content/ 在哪里。")
    return load(content)


def written(file: Path, text: str) -> bool:
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
