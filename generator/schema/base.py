"""The words that all kinds of content share: the strict model, text types, references, review."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError


class Model(BaseModel):
    """Strict and frozen: an unknown key is a mistake, a value never changes after reading.

    One Chinese sentence stands under each field: code comment, editor tooltip and manual in one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


@dataclass(frozen=True)
class Ref:
    """Marks a text as the id of something else, so that one walk can check every reference."""

    to: str
    """A kind's folder name (`guidance`, `checklists`, …), or `hotlines`, `situations`, `basis`."""


@dataclass(frozen=True)
class Prose:
    """Marks a text as Markdown in which `[C22]`, `[本站约定]` and `[[page-id]]` have a meaning."""


def mistake(sentence: str) -> PydanticCustomError:
    """An error of our own whose message is already the Chinese sentence to show."""
    return PydanticCustomError("sentence", "{sentence}", {"sentence": sentence})


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=240), Prose()
]
"""One statement, inline Markdown, read on a phone."""
Paragraphs = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), Prose()]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=30)]
Summary = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=90)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""An id: stored on phones and in the database, so it never changes."""

Basis = Annotated[
    list[
        Annotated[
            str,
            StringConstraints(pattern=r"^(S\d\d|C\d\d[a-z]?|本站约定|待核实|历史)$"),
            Ref("basis"),
        ]
    ],
    Field(min_length=1),
]
"""What statements rest on: elements of the guide (S01), sources (C42), or 本站约定／待核实／历史."""

GuidanceId = Annotated[str, Ref("guidance")]
ChecklistId = Annotated[str, Ref("checklists")]
ModuleId = Annotated[str, Ref("training")]
RoleId = Annotated[str, Ref("roles")]

Audience = Literal["sw", "vol", "sup", "cw", "org"]
Principle = Literal["life", "vulnerable", "urgent"]
Status = Literal["current", "historical"]
AUDIENCES: dict[str, str] = {
    "sw": "社工",
    "vol": "志愿者",
    "sup": "督导者",
    "cw": "社区工作者",
    "org": "机构负责人",
}
PRINCIPLES: dict[str, str] = {"life": "生命优先", "vulnerable": "弱势优先", "urgent": "紧迫优先"}


class Review(Model):
    """When the page was last read through, when it is due again, and who did it."""

    last: datetime.date
    """最近一次核对的日期，写成 2026-11-24。"""
    next: datetime.date
    """下次应当核对的日期；过了这天，页面上会自动标出“该复核了”。"""
    by: Text
    """谁核对的：写身份，不写姓名。"""
    pending: Text | None = None
    """还需要哪类专业人员复核；没有就不写这一项。"""

    @model_validator(mode="after")
    def _in_order(self) -> Review:
        if self.next <= self.last:
            raise mistake("下次核对（next）要晚于最近一次核对（last）。请改其中一个日期。")
        return self


class ThenNow(Model):
    """A measure of 2022 beside what is done today."""

    then: Line
    """2022 年当时怎么做。"""
    now: Line
    """今天怎么做。"""
    basis: Basis
    """依据。"""


class Statement(Model):
    """One statement with its basis."""

    text: Line
    """一句话。"""
    basis: Basis
    """依据。"""


class Page(Model):
    """What every page of the handbook carries."""

    title: Title
    """标题，2 到 30 个字。"""
    title_en: Text
    """英文标题，供搜索和对外交流用。"""
    summary: Summary
    """一句话说这页帮读者做成什么，10 到 90 个字。"""
    review: Review
    """核对记录。"""


def no_repeats(items: list[str]) -> list[str]:
    """Refuse a list that names one thing twice."""
    if twice := sorted({item for item in items if items.count(item) > 1}):
        raise mistake(f"“{'、'.join(twice)}”写了两次。请只留一个。")
    return items


Audiences = Annotated[list[Audience], Field(min_length=1), AfterValidator(no_repeats)]
