"""A training module: enough to lead the session from, and a quiz that explains every option."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from generator.schema.base import (
    Audiences,
    Basis,
    GuidanceId,
    Line,
    Model,
    Page,
    Paragraphs,
    Slug,
    Text,
    Title,
    UniqueIds,
)
from generator.schema.pointers import mistake
from generator.schema.problems import nearest

Minutes = Annotated[int, Field(ge=5, le=240)]


class Activity(Model):
    """A timed part of the session."""

    minutes: Minutes
    """几分钟。"""
    title: Title
    """这一段叫什么。"""
    how: Annotated[list[Line], Field(min_length=1, max_length=24)]
    """怎么带：开场的话、分组、材料、问什么、怎么收。"""


class Option(Model):
    """One answer to choose, with the reason why it is right or wrong."""

    id: Slug
    """选项编号：进度记录靠它。"""
    text: Line
    """选项文字。"""
    why: Line
    """为什么对或为什么不对。"""


class Question(Model):
    """A quiz question with one right option."""

    id: Slug
    """题目编号。"""
    ask: Line
    """题目。"""
    safety: bool
    """yes 表示安全题：必须答对；no 为普通题。"""
    options: Annotated[list[Option], Field(min_length=2, max_length=5), UniqueIds]
    """选项，每个都要有解释。"""
    answer: Text
    """正确选项的编号。"""
    basis: Basis
    """依据。"""

    @model_validator(mode="after")
    def _answer_is_an_option(self) -> Question:
        ids = [option.id for option in self.options]
        if self.answer not in ids:
            mended = nearest(self.answer, ids) or f"可以写：{'、'.join(ids)}。"
            raise mistake(f"答案“{self.answer}”不在选项里。{mended}", "answer")
        return self


class RapidCut(Model):
    """What of the module belongs to the 60-minute rapid track."""

    minutes: Minutes
    """几分钟。"""
    title: Title
    """练什么。"""
    how: Annotated[list[Line], Field(min_length=1, max_length=8)]
    """怎么带。"""
    quotes: list[Line] = []
    """要念、要发的原文：写它在流程里那一行开头的几个字，快训页会把整行抄过来。"""


class Module(Page):
    """One module of the supervision training programme."""

    audience: Audiences
    """给谁上。"""
    minutes: Minutes
    """总时长（分钟），等于各段之和。"""
    topics: Annotated[list[GuidanceId], Field(min_length=1)]
    """讲哪些指引。"""
    objectives: Annotated[list[Line], Field(min_length=2, max_length=5)]
    """上完能做到什么。"""
    prepare: Annotated[list[Line], Field(min_length=1)]
    """带课前准备什么。"""
    activities: Annotated[list[Activity], Field(min_length=3)]
    """各段活动。"""
    vignette: Paragraphs
    """虚构的情境。"""
    questions: Annotated[list[Line], Field(min_length=1)]
    """围绕情境讨论什么。"""
    quiz: Annotated[list[Question], Field(min_length=3), UniqueIds]
    """小测。"""
    facilitator: Annotated[list[Line], Field(min_length=2)]
    """带课提示。"""
    actions: Annotated[list[Line], Field(min_length=1)]
    """课后一周内做什么。"""
    basis: Basis
    """整个模块的依据。"""
    rapid: RapidCut | None = None
    """60 分钟快速上岗里取哪一段。"""

    @model_validator(mode="after")
    def _minutes_add_up(self) -> Module:
        total = sum(activity.minutes for activity in self.activities)
        if total != self.minutes:
            raise mistake(
                f"各段加起来是 {total} 分钟，总时长写的是 {self.minutes}。请改成一致。", "minutes"
            )
        return self

    @model_validator(mode="after")
    def _quotes_are_lines_of_the_module(self) -> Module:
        for place, opening in enumerate(self.rapid.quotes if self.rapid else []):
            found = len(self._lines_that_open(opening))
            if found != 1:
                said = f"有 {found} 行" if found else "没有一行"
                raise mistake(
                    f"流程里{said}以“{opening}”开头。请照抄那一行开头的几个字，抄到只有它一行为止。",
                    "rapid",
                    "quotes",
                    place,
                )
        return self

    def quoted(self) -> list[str]:
        """The lines that the rapid cut reads out or hands out, whole."""
        openings = self.rapid.quotes if self.rapid else []
        return [line for opening in openings for line in self._lines_that_open(opening)]

    def _lines_that_open(self, opening: str) -> list[str]:
        lines = (line for activity in self.activities for line in activity.how)
        return [line for line in lines if line.startswith(opening)]
