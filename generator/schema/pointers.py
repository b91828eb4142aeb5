"""Texts that point at something else, and the check that it is there.

What exists is handed to pydantic as its validation context (`Known`), so that a reference that
leads nowhere is reported together with all other mistakes of its file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import with_info_after_validator_function

from generator.schema.problems import nearest

Known = Mapping[str, Collection[str]]
"""What exists, by the name that a `Ref` points to: folder, `hotlines`, `situations`, `basis`."""

LINK = re.compile(r"\[\[([^\[\]]+)\]\]")
"""A link to another page by its id: `[[cl-suicide]]`."""
MARK = re.compile(r"\[(S\d\d|C\d\d[a-z]?|本站约定|待核实|历史)\]")
"""A basis inside a text: `[C22]`, `[S12]`, `[本站约定]`, `[待核实]`, `[历史]`."""

_NAMES = {
    "guidance": "指引",
    "checklists": "清单",
    "training": "培训模块",
    "roles": "岗位",
    "hotlines": "热线",
    "situations": "情境",
    "addresses": "页",
}


@dataclass(frozen=True)
class Ref:
    """Marks a text as the id of something else, which has to exist."""

    to: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return with_info_after_validator_function(self._exists, handler(source))

    def _exists(self, id_: str, info: ValidationInfo) -> str:
        known = (info.context or {}).get(self.to)
        if known is not None and id_ not in known:
            raise mistake(
                _unlisted(id_)
                if self.to == "basis"
                else f"没有编号为“{id_}”的{_NAMES[self.to]}。{nearest(id_, known) or '请改成已有的编号。'}"
            )
        return id_


@dataclass(frozen=True)
class Prose:
    """Marks a text as Markdown in which `[C22]`, `[本站约定]` and `[[page-id]]` have a meaning."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return with_info_after_validator_function(self._exist, handler(source))

    def _exist(self, text: str, info: ValidationInfo) -> str:
        known: Known = info.context or {}
        for id_ in LINK.findall(text) if "pages" in known else ():
            if id_ not in known["pages"]:
                mended = nearest(id_, known["pages"]) or "请改成已有的编号。"
                raise mistake(f"链接“[[{id_}]]”指向的页不存在。{mended}")
        for code in MARK.findall(text) if "basis" in known else ():
            if code not in known["basis"]:
                raise mistake(_unlisted(code))
        return text


def _unlisted(code: str) -> str:
    where = "sources.yml" if code.startswith("C") else "elements.yml"
    return f"依据“{code}”在 {where} 里没有。请先登记，或改成已有的编号。"


def mistake(sentence: str, *at: str | int) -> PydanticCustomError:
    """An error of our own whose message is already the Chinese sentence to show.

    Args:
        sentence: what is wrong and what to do.
        at: where below the validated value the mistake stands.
    """
    return PydanticCustomError("sentence", "{sentence}", {"sentence": sentence, "at": at})
