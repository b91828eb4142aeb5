"""Where a file belongs: by its name, and by the keys that are written in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from pydantic import BaseModel

from generator.schema.problems import nearest
from generator.schema.source import Source, read_source

KIND_NAMES = {
    "guidance": "指引",
    "checklists": "清单",
    "training": "培训模块",
    "roles": "岗位",
    "cases": "案例",
    "forms": "表单",
}


def misplaced(
    name: str, content: bytes, kinds: Mapping[str, type[BaseModel]], singles: Collection[str]
) -> str:
    """What is wrong with the name or the place of a file; empty when nothing is."""
    folder, _, file = name.rpartition("/")
    stem = file.removesuffix(".yml")
    if not file.endswith(".yml"):
        return "这里只放 .yml 文件。请改后缀，或把它移到别处。"
    if (folder or stem) not in (kinds if folder else singles):
        source = read_source(name, content)
        looks = looks_like(source.data, kinds) if isinstance(source, Source) else ""
        advice = (
            f"看内容像{KIND_NAMES[looks]}，请移到 {looks}/ 文件夹里。"
            if looks
            else nearest(folder or stem, kinds if folder else singles)
        )
        places = "、".join([*kinds, *(f"{single}.yml" for single in singles)])
        return f"不知道这个文件属于哪一类。{advice}可以放的地方：{places}。"
    if folder and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", stem):
        return f"文件名“{stem}”要做网址，请只用小写字母、数字和短横。"
    return ""


def in_another_folder(folder: str, data: object, kinds: Mapping[str, type[BaseModel]]) -> str:
    """A sentence for a file whose keys are those of another kind; empty when it is where it belongs."""
    looks = looks_like(data, kinds)
    if not looks or looks == folder or _misfit(data, kinds[folder]) < 3:
        return ""
    return (
        f"这一页写的是{KIND_NAMES[looks]}，却放在{KIND_NAMES[folder]}的文件夹 {folder}/ 里。"
        f"请移到 {looks}/ 文件夹。"
    )


def looks_like(data: object, kinds: Mapping[str, type[BaseModel]]) -> str:
    """The kind whose keys these are, give or take one; empty when none is."""
    best = min(kinds, key=lambda kind: _misfit(data, kinds[kind]))
    return best if _misfit(data, kinds[best]) <= 1 else ""


def _misfit(data: object, model: type[BaseModel]) -> int:
    """How many keys are missing or unknown, if these were to be a file of the model."""
    written = set(data) if isinstance(data, dict) else set()
    wanted = {name for name, field in model.model_fields.items() if field.is_required()}
    return len(wanted - written) + len(written - set(model.model_fields))
