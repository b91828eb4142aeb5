"""Texts that point at something else, and the check that it is there.

What exists is handed to pydantic as its validation context (`Known`), so that a reference that
leads nowhere is reported together with all other mistakes of its file.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import with_info_after_validator_function

from generator.schema.brackets import LINK, MARK, slips

Known = Mapping[str, Collection[str]]
"""What exists, by the name that a `Ref` points to: folder, `hotlines`, `situations`, `basis`, `drafts`."""

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

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(schema), "x-to": self.to}

    def _exists(self, id_: str, info: ValidationInfo) -> str:
        known = (info.context or {}).get(self.to)
        if known is None or id_ in known:
            return id_
        if self.to == "basis":
            raise gone(_unlisted(id_))
        raise _draft(id_, info) or gone(
            f"没有编号为“{id_}”的{_NAMES[self.to]}。", mean=(id_, known)
        )


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
                word = f"[[{id_}]]"
                raise _draft(id_, info, word) or gone(
                    f"链接“{word}”指向的页不存在。", word, (id_, known["pages"])
                )
        for code in MARK.findall(text) if "basis" in known else ():
            if code not in known["basis"]:
                raise gone(_unlisted(code), f"[{code}]")
        for group, sentence in slips(text):
            raise mistake(sentence, word=group)
        return text


def _draft(id_: str, info: ValidationInfo, word: str = "") -> PydanticCustomError | None:
    if id_.rpartition("/")[2] not in (info.context or {}).get("drafts", ()):
        return None
    return gone(f"“{id_}”还是草稿，读者打不开。请先发布它，或先不要写到它。", word)


def _unlisted(code: str) -> str:
    where = "sources.yml" if code.startswith("C") else "elements.yml"
    return f"依据“{code}”在 {where} 里没有。请先登记，或改成已有的编号。"


def gone(
    sentence: str, word: str = "", mean: tuple[str, Collection[str]] | None = None
) -> PydanticCustomError:
    """The error of a reference that leads nowhere; many places may have lost the same thing.

    Args:
        sentence: what is wrong.
        word: as in `mistake`.
        mean: what was written, and what there is: the nearest of it is offered if this is shown.
    """
    return PydanticCustomError(
        "gone", "{sentence}", {"sentence": sentence, "word": word, "mean": mean}
    )


def mistake(sentence: str, *at: str | int, word: str = "") -> PydanticCustomError:
    """An error of our own whose message is already the Chinese sentence to show.

    Args:
        sentence: what is wrong and what to do.
        at: where below the validated value the mistake stands.
        word: the part of a text that is meant; the mark stands under it.
    """
    facts = {"sentence": sentence, "at": at, "word": word}
    return PydanticCustomError("sentence", "{sentence}", facts)
