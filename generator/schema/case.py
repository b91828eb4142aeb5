"""A case from the source: what is reported, what holds today, what to talk about."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.schema.base import (
    Audiences,
    GuidanceId,
    Line,
    ModuleId,
    Page,
    Statement,
    Status,
    Text,
    ThenNow,
)


class Case(Page):
    """A real agency's work as the source reports it; nothing is added about the agency."""

    status: Status
    """historical：讲的是 2022 年。"""
    audience: Audiences
    """给谁看。"""
    place: Text
    """地点。"""
    period: Text
    """时间。"""
    facts: Annotated[list[Statement], Field(min_length=1)]
    """来源里写到的事实，一句一条。"""
    today: list[ThenNow]
    """当时的做法和今天的对照。"""
    lessons: Annotated[list[Statement], Field(min_length=1)]
    """今天能学到什么。"""
    questions: Annotated[list[Line], Field(min_length=1)]
    """讨论题。"""
    topics: list[GuidanceId]
    """相关指引。"""
    modules: list[ModuleId]
    """相关培训模块。"""
