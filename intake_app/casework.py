"""Events of a submission → what stands today. Pure: the state is a fold, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

STATUSES: dict[str, str] = {
    "received": "录入",
    "verified": "核实",
    "graded": "分级",
    "matched": "对接",
    "done": "完成",
}
"""The way of a case, in order: id → label."""

Kind = Literal[
    "submission:receive",
    "case:open",
    "case:status",
    "case:priority",
    "case:note",
    "case:export",
    "desk:login",
    "desk:refused",
    "desk:logout",
]
ACTS: dict[Kind, str] = {
    "submission:receive": "收到",
    "case:open": "打开看了",
    "case:status": "改为“{to}”",
    "case:priority": "级别改为 {to}",
    "case:note": "记了一笔",
    "case:export": "导出",
    "desk:login": "登录",
    "desk:refused": "登录没有成功",
    "desk:logout": "退出",
}
"""Event kind → past-tense sentence."""


@dataclass(frozen=True)
class Event:
    """Something that happened. Facts hold no personal text; that stands in `words`."""

    kind: Kind
    at: datetime
    actor: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    words: str | None = None

    def sentence(self) -> str:
        """What happened, for the desk."""
        to = str(self.facts.get("to", ""))
        return ACTS[self.kind].format(to=STATUSES.get(to, to))


@dataclass(frozen=True)
class Case:
    """How a submission stands after its events."""

    received_at: datetime
    status: str = "received"
    level: str | None = None
    proposed: str | None = None
    """The level that the rules gave; it stays when a person changes `level`."""
    rules: tuple[str, ...] = ()
    rank: tuple[int, ...] = ()
    twins: tuple[str, ...] = ()
    """References of earlier submissions of the same form from the same phone within a day."""


def fold(events: Iterable[Event]) -> Case:
    """The state after all events, in the order in which they happened."""
    first, *later = events
    case = Case(
        first.at,
        level=first.facts.get("level"),
        proposed=first.facts.get("level"),
        rules=tuple(first.facts.get("rules", ())),
        rank=tuple(first.facts.get("rank", ())),
        twins=tuple(first.facts.get("twins", ())),
    )
    for event in later:
        if event.kind == "case:status":
            case = replace(case, status=event.facts["to"])
        elif event.kind == "case:priority":
            case = replace(case, level=event.facts["to"])
    return case


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


def by_urgency(case: Case) -> tuple[object, ...]:
    """Sort key of the desk's list: level, then the order rule, then who came first."""
    return (case.level is None, case.level or "", case.rank, case.received_at)
