"""A guidance page: what to do now, when to escalate, and what it rests on."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from generator.schema.base import (
    Ask,
    Audiences,
    Basis,
    ChecklistId,
    GuidanceId,
    Line,
    Model,
    ModuleId,
    Page,
    Paragraphs,
    Principle,
    RoleId,
    Status,
    ThenNow,
    Title,
    no_repeats,
)
from generator.schema.pointers import Ref


class Step(Model):
    """One thing to do, in the order in which one does it."""

    title: Title
    """做什么：动词开头的一句短话。"""
    how: Annotated[list[Line], Field(min_length=1, max_length=6)]
    """怎么做，一行一件事。"""
    say: Annotated[list[Line], Field(max_length=4)] = []
    """可以照着说的话。"""
    avoid: Annotated[list[Line], Field(max_length=4)] = []
    """不要做什么。"""
    basis: Basis
    """这一步的依据；个别句子依据不同的，在句末用 [C22] 这样的记号注明。"""


class Escalation(Model):
    """When it is beyond the reader, and to whom it goes."""

    when: Line
    """什么情况。"""
    to: Line
    """找谁、怎么找。"""
    basis: Basis
    """依据。"""


class Guidance(Page):
    """A page of guidance on one topic."""

    audience: Audiences
    """给谁看：sw 社工、vol 志愿者、sup 督导者、cw 社区工作者、org 机构负责人。"""
    principles: Annotated[list[Principle], AfterValidator(no_repeats)]
    """体现哪几个优先：life、vulnerable、urgent；都支持就写 []。"""
    status: Status
    """current 现行；historical 讲的是 2022 年的做法。"""
    situations: Annotated[list[Annotated[str, Ref("situations")]], AfterValidator(no_repeats)]
    """首页上哪些情境会带到这一页，见 site.yml。"""
    asks: Annotated[list[Ask], Field(min_length=5, max_length=50), AfterValidator(no_repeats)]
    """人们会怎么问，五到五十句，用他们自己的话；前八句显示在页上，其余只给搜索用。"""
    steps: Annotated[list[Step], Field(min_length=3, max_length=8)]
    """三到八步。"""
    escalate: Annotated[list[Escalation], Field(min_length=1, max_length=6)]
    """什么时候往上报、报给谁。"""
    why: Paragraphs
    """为什么这样做，每句话注明依据。"""
    history: list[ThenNow] = []
    """2022 年的做法和今天的对照。"""
    checklists: Annotated[list[ChecklistId], AfterValidator(no_repeats)]
    """相关清单。"""
    modules: Annotated[list[ModuleId], AfterValidator(no_repeats)]
    """相关培训模块。"""
    roles: Annotated[list[RoleId], AfterValidator(no_repeats)]
    """相关志愿岗位。"""
    related: Annotated[list[GuidanceId], Field(max_length=6), AfterValidator(no_repeats)]
    """相关指引。"""
