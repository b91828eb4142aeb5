"""A volunteer post: what one does there, what one never does, and what keeps one safe."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from generator.schema.base import Basis, ChecklistId, GuidanceId, Line, ModuleId, Page, Text

Risk = Literal["low", "low-medium", "medium", "medium-high", "high"]
RISKS: dict[str, str] = {
    "low": "低",
    "low-medium": "低至中",
    "medium": "中",
    "medium-high": "中至高",
    "high": "高",
}


class Role(Page):
    """A volunteer post (岗位卡)."""

    risk: Risk
    """风险：low 低、low-medium 低至中、medium 中、medium-high 中至高、high 高。"""
    risk_note: Text | None = None
    """风险的补充说明。"""
    min_age: Annotated[int, Field(ge=16, le=60)]
    """最低年龄（周岁）。"""
    under18: Line | None = None
    """未成年人能做什么；不能做就不写这一项。"""
    needs: Annotated[list[Line], Field(min_length=1)]
    """要求。"""
    does: Annotated[list[Line], Field(min_length=2)]
    """做什么。"""
    does_not: Annotated[list[Line], Field(min_length=2)]
    """不做什么。"""
    safety: Annotated[list[Line], Field(min_length=1)]
    """怎么保安全。"""
    shift: Line
    """一班怎么过。"""
    supervision: Line
    """谁来督导、多久一次。"""
    training: Annotated[list[ModuleId], Field(min_length=1)]
    """上岗前学哪些模块。"""
    topics: list[GuidanceId]
    """看哪些指引。"""
    checklists: list[ChecklistId]
    """用哪些清单。"""
    basis: Basis
    """依据。"""
