"""The words that all kinds of content share: the strict model, text types, references, review."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from generator.schema.pointers import Prose, Ref, mistake


class Model(BaseModel):
    """Strict and frozen: an unknown key is a mistake, a value never changes after reading.

    One Chinese sentence stands under each field: code comment, editor tooltip and manual in one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


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


def _day(value: object) -> object:
    # pydantic would also read "86400" as a day, in seconds since 1970
    if isinstance(value, datetime.date):
        return value
    try:
        written = isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)
        return datetime.date.fromisoformat(written[0] if written else "")
    except ValueError:
        raise mistake(f"“{value}”不是日期。请写成 2026-11-24 这样。") from None


Day = Annotated[datetime.date, BeforeValidator(_day)]
"""A day, written 2026-11-24 and in no other way."""

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

    last: Day
    """最近一次核对的日期，写成 2026-11-24。"""
    next: Day
    """下次应当核对的日期；过了这天，页面上会自动标出“该复核了”。"""
    by: Text
    """谁核对的：写身份，不写姓名。"""
    pending: Text | None = None
    """还需要哪类专业人员复核；没有就不写这一项。"""

    @model_validator(mode="after")
    def _in_order(self) -> Review:
        if self.next <= self.last:
            raise mistake("下次核对（next）要晚于最近一次核对（last）。请改其中一个日期。", "next")
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


def no_repeats(items: list[str]) -> list[str]:
    """Refuse a list that names one thing twice."""
    if twice := sorted(item for item, count in Counter(items).items() if count > 1):
        raise mistake(f"“{'、'.join(twice)}”写了两次。请只留一个。")
    return items


Ask = Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=40)]


class Page(Model):
    """What every page of the handbook carries."""

    title: Title
    """标题，2 到 30 个字。"""
    title_en: Text
    """英文标题，供搜索和对外交流用。"""
    summary: Summary
    """一句话说这页帮读者做成什么，10 到 90 个字。"""
    asks: Annotated[list[Ask], Field(max_length=50), AfterValidator(no_repeats)] = []
    """人们会怎么问，用他们自己的话：搜索靠它听懂口语。"""
    review: Review
    """核对记录。"""
    draft: bool = False
    """yes 表示草稿：只检查，不发布。写完就删掉这一行。"""


def _unique_ids(entries: list[Any]) -> list[Any]:
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry.id in seen:
            raise mistake(f"编号“{entry.id}”前面已经用过。请改成唯一的编号。", index, "id")
        seen.add(entry.id)
    return entries


UniqueIds = AfterValidator(_unique_ids)
"""For lists of things with ids: what is stored by id could not tell two of them apart."""

Audiences = Annotated[list[Audience], Field(min_length=1), AfterValidator(no_repeats)]
