"""A content folder on disk → the bytes of its files, and a problem for whatever is no file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.schema.problems import Problem
from generator.schema.source import MAX_BYTES

_LINK = "这是一个快捷方式（符号链接），不是文件。请把文件本身放到这里。"
_FOLDER = "这是一个文件夹，名字却像文件。请去掉名字里的“.yml”，或把里面的文件拿出来。"
_NEITHER = "这不是普通的文件。请删掉它，或换成真正的文件。"
_CLOSED = "这个文件打不开，可能是没有权限，或别的程序正占着它。请检查后再试。"


def read_folder(root: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """Every file below `root` by its name there, and what could not be read. Hidden names are left out."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in _visible(root):
        name = path.relative_to(root).as_posix()
        trouble = ""
        if path.is_symlink():
            trouble = _LINK
        elif path.is_dir():
            trouble = _FOLDER if path.suffix == ".yml" else ""
        elif not path.is_file():
            trouble = _NEITHER
        else:
            try:
                with path.open("rb") as file:
                    files[name] = file.read(MAX_BYTES + 1)  # enough to see that it is too large
            except OSError:
                trouble = _CLOSED
        if trouble:
            problems.append(Problem(f"{root.name}/{name}", 1, 1, trouble))
    return files, problems


def _visible(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        if not any(part.startswith(".") for part in path.relative_to(root).parts):
            yield path
