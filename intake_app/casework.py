"""Events of a submission → what stands today. Pure: the state is a fold, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from intake_app.answers import canonical

STATUSES: dict[str, str] = {
    "received": "录入",
    "verified": "核实",
    "graded": "分级",
    "matched": "对接",
    "done": "完成",
}
"""The way of a case, in order: id → label."""
ENDS: dict[str, str] = {"withdrawn": "本人撤回", "destroyed": "已删除"}
"""How a case leaves the way."""
PUBLIC = "public"
"""Actor of what applicants do: nobody is named."""
CLOCKWORK = "clockwork"
"""Actor of what happens by itself when its time has come."""

Kind = Literal[
    "submission:receive",
    "submission:correct",
    "submission:note",
    "submission:withdraw",
    "submission:erase",
    "submission:expire",
    "submission:end",
    "case:open",
    "case:assign",
    "case:status",
    "case:priority",
    "case:note",
    "case:export",
    "desk:login",
    "desk:refused",
    "desk:logout",
    "desk:account",
    "desk:export",
    "desk:end",
]
ACTS: dict[Kind, str] = {
    "submission:receive": "收到",
    "submission:correct": "更正了答案",
    "submission:note": "补充",
    "submission:withdraw": "撤回",
    "submission:erase": "删除了内容",
    "submission:expire": "保存期到了，内容已销毁",
    "submission:end": "本次事件结束，内容已销毁",
    "case:open": "打开看了",
    "case:assign": "交给 {to}",
    "case:status": "改为“{to}”",
    "case:priority": "级别改为 {to}",
    "case:note": "记了一笔",
    "case:export": "导出",
    "desk:login": "登录",
    "desk:refused": "登录没有成功",
    "desk:logout": "退出",
    "desk:account": "改了账号 {to}",
    "desk:export": "导出了表格",
    "desk:end": "结束了本次事件",
}
"""Event kind → past-tense sentence."""
ANSWERS: tuple[Kind, ...] = ("submission:receive", "submission:correct")
"""Kinds whose words are answers, kept as JSON."""
DESTROYS: tuple[Kind, ...] = ("submission:erase", "submission:expire", "submission:end")


@dataclass(frozen=True)
class Event:
    """Something that happened. Facts are clear and hold no personal text; words are sealed."""

    kind: Kind
    at: datetime
    actor: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    sealed: bytes | None = None
    id: int = 0
    """Number in the database, where it has one."""

    def about(self) -> bytes:
        """What the seal of the words is bound to: change a fact, and they no longer open."""
        moment = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        return canonical([self.kind, moment, self.actor, dict(self.facts)])

    def sentence(self) -> str:
        """What happened, for people."""
        to = str(self.facts.get("to", ""))
        return ACTS[self.kind].format(to=STATUSES.get(to, to))


@dataclass(frozen=True)
class Case:
    """How a submission stands after its events."""

    answers: Event
    """The event whose words are the answers that hold today."""
    received_at: datetime
    touched_at: datetime
    """When somebody last moved it along; retention may count from here."""
    status: str = "received"
    level: str | None = None
    proposed: str | None = None
    """The level that the rules gave; it stays when a person changes `level`."""
    owner: str | None = None
    """Name of the account that has taken it, or was given it."""

    @property
    def definition(self) -> str:
        """Hash of the form with which the answers were given."""
        return str(self.answers.facts["definition"])

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return (STATUSES | ENDS)[self.status]


def fold(events: Iterable[Event]) -> Case:
    """The state after all events, in the order in which they happened."""
    first, *later = events
    level = first.facts.get("level")
    case = Case(first, first.at, first.at, level=level, proposed=level)
    for event in later:
        if event.kind == "case:status":
            case = replace(case, status=event.facts["to"], touched_at=event.at)
        elif event.kind == "case:assign":
            case = replace(case, owner=event.facts["to"])
        elif event.kind == "case:priority":
            case = replace(case, level=event.facts["to"])
        elif event.kind == "submission:correct":
            proposed = event.facts.get("level")
            # What a person has decided is not undone by a rule.
            level = proposed if case.level == case.proposed else case.level
            case = replace(case, answers=event, level=level, proposed=proposed)
        elif event.kind == "submission:withdraw":
            case = replace(case, status="withdrawn")
        elif event.kind in DESTROYS:
            case = replace(case, status="destroyed")
    return case


def expires_at(case: Case, days: int, *, from_service: bool) -> datetime:
    """When the words have to go: so many days after receipt, or after the last step of service."""
    return (case.touched_at if from_service else case.received_at) + timedelta(days=days)


def history(events: Iterable[Event]) -> list[tuple[Event, int]]:
    """The history for reading: looks of one person in a row are told once, with their number."""
    told: list[tuple[Event, int]] = []
    for event in events:
        before, times = told[-1] if told else (None, 0)
        if before and event.kind == before.kind == "case:open" and event.actor == before.actor:
            told[-1] = event, times + 1
        else:
            told.append((event, 1))
    return told
