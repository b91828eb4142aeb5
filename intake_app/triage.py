"""Rules of priority and answers → a level with its reasons. Pure, and knows no form."""

from __future__ import annotations

from dataclasses import dataclass

from generator.schema.form import Form
from generator.schema.priority import Priority, Rule
from intake_app.answers import Answers, chosen, holds


@dataclass(frozen=True)
class Triage:
    """What the rules propose."""

    level: str
    rules: list[str]
    """Ids of the rules that acted, in order."""
    rank: list[int]
    """Order inside the level: the smaller comes first; equal ones go by time."""


def triage(form: Form, answers: Answers) -> Triage | None:
    """Apply the rules from top to bottom; nothing for a form that has none."""
    if not form.priority:
        return None
    levels = [level.id for level in form.priority.levels]
    here = len(levels) - 1
    acted: list[str] = []
    for rule in form.priority.rules:
        if holds(rule.when, answers):
            there = _moved(rule, here, levels)
            if rule.set or there != here:
                acted.append(rule.id)
            here = there
            if rule.final:
                break
    return Triage(levels[here], acted, _rank(form, form.priority, answers))


def _moved(rule: Rule, here: int, levels: list[str]) -> int:
    """Where a rule moves the level. Index 0 is the most urgent, so raising makes it smaller."""
    if rule.set:
        return levels.index(rule.set)
    if rule.at_least:
        return min(here, levels.index(rule.at_least))
    cap = levels.index(rule.never_above) if rule.never_above else 0
    return min(here, max(here - (rule.raise_by or 0), cap))


def _rank(form: Form, priority: Priority, answers: Answers) -> list[int]:
    order = priority.order
    options = next(field.choices for field in form.fields if field.id == order.earliest)
    deadline = [options.index(answer) for answer in chosen(answers, order.earliest)]
    ((question, listed),) = next(r.when for r in priority.rules if r.id == order.most).items()
    counted = set(chosen(answers, question)) & set(listed)
    overlap = sum(max(0, len(counted & set(group)) - 1) for group in order.once)
    return [*deadline, overlap - len(counted)]
