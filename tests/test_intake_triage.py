"""Priority of supervision requests: the programme's table, its reference, and the order inside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.answers import Answers, read_answers
from intake_app.triage import Triage, triage
from tests.intake_support import SUPERVISION, TODAY, form

VULNERABLE = [
    "older-alone",
    "disabled",
    "child",
    "stranded",
    "isolated",
    "ill",
    "pregnant",
    "bereaved",
    "poor",
    "older",
]
OTHERS = ["frontline", "volunteer", "resident"]


def answers(**changed: list[str]) -> Answers:
    """Answers as the app itself reads them."""
    reading = read_answers(form("supervision"), SUPERVISION | changed, TODAY)
    assert reading.faults == []
    return reading.answers


def judged(**changed: list[str]) -> Triage:
    outcome = triage(form("supervision"), answers(**changed))
    assert outcome
    return outcome


NO, CHILD, HOME = ["none"], ["child-harm"], ["domestic-violence"]
PLAIN, OK = ["resident"], ["ok"]
# case, life_risk, protection, groups, deadline, worker_state, level, rules that acted
TABLE = [
    ("想自杀，不急填“不急”", "self-harm", NO, ["ill"], "none", OK, "P0", "R1"),
    ("life_risk＝不确定", "unsure", NO, PLAIN, "week", OK, "P0", "R1"),
    ("失联独居老人", "missing", NO, ["older-alone"], "today", OK, "P0", "R1"),
    ("儿童疑似受伤害，今天", "none", CHILD, ["child"], "today", OK, "P1", "R2+R3"),
    ("儿童疑似受伤害，现在", "none", CHILD, ["child"], "now", OK, "P0", "R2+R4"),
    ("家暴，成人，一周内", "none", HOME, PLAIN, "week", OK, "P1", "R2+R4"),
    ("独居老人药三天内断", "none", NO, ["older-alone", "ill"], "3d", OK, "P2", "R2+R3"),
    (
        "独居老人药今天断（非救命药）",
        "none",
        NO,
        ["older-alone", "ill"],
        "today",
        OK,
        "P1",
        "R2+R3",
    ),
    ("滞留者今晚没住处", "none", NO, ["stranded"], "today", OK, "P1", "R2+R3"),
    ("一般居民现在要", "none", NO, PLAIN, "now", OK, "P1", "R2"),
    ("一般居民今天要", "none", NO, PLAIN, "today", OK, "P2", "R2"),
    ("团队冲突，一周内", "none", NO, ["volunteer"], "week", OK, "P4", "R2"),
    ("培训需要，不急", "none", NO, ["frontline"], "none", OK, "P4", "R2"),
    ("培训需要，涉及老人，不急", "none", NO, ["older"], "none", OK, "P3", "R2+R3"),
    ("志愿者被打，不急", "none", NO, ["volunteer"], "none", ["hurt"], "P1", "R2+R5"),
    ("社工几天没睡，不急", "none", NO, ["frontline"], "none", ["distress"], "P2", "R2+R5"),
    ("志愿者暴露，今天", "none", NO, ["volunteer"], "today", ["exposed"], "P2", "R2"),
    ("残疾人＋丧亲，一周内", "none", NO, ["disabled", "bereaved"], "week", OK, "P3", "R2+R3"),
]


def families(rules: list[str]) -> str:
    """`R2-today` is a line of rule R2."""
    return "+".join(rule.partition("-")[0] for rule in rules)


def test_the_table_has_its_eighteen_rows() -> None:
    assert len(TABLE) == 18


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_priority_is_that_of_the_table_with_its_reasons(
    row: tuple[str, str, list[str], list[str], str, list[str], str, str],
) -> None:
    _case, life, protection, groups, deadline, worker, level, rules = row

    outcome = judged(
        life_risk=[life],
        protection=protection,
        groups=groups,
        deadline=[deadline],
        worker_state=worker,
    )

    assert (outcome.level, families(outcome.rules)) == (level, rules)


BASE = {"now": 1, "today": 2, "3d": 3, "week": 4, "none": 4}


def reference(life: bool, prot: bool, vuln: int, deadline: str, worker: str) -> int:
    """The reference implementation of the programme."""
    if life:
        return 0
    level = BASE[deadline]
    if vuln >= 1 and level > 1:
        level -= 1
    if prot:
        level = 0 if deadline == "now" else min(level, 1)
    if worker == "hurt":
        level = min(level, 1)
    if worker in ("exposed", "distress"):
        level = min(level, 2)
    return level


def some(options: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(options), unique=True)


@given(
    life=st.sampled_from(
        ["none", "none", "now", "self-harm", "harm-others", "acute", "missing", "unsure"]
    ),
    protection=some(["child-harm", "child-alone", "domestic-violence", "abuse-neglect"]),
    vulnerable=some(VULNERABLE),
    others=some(OTHERS),
    deadline=st.sampled_from(list(BASE)),
    worker=some(["hurt", "exposed", "distress"]),
)
def test_priority_agrees_with_the_reference_whatever_is_chosen(
    life: str,
    protection: list[str],
    vulnerable: list[str],
    others: list[str],
    deadline: str,
    worker: list[str],
) -> None:
    outcome = judged(
        life_risk=[life],
        protection=protection or ["none"],
        groups=vulnerable + others or ["resident"],
        deadline=[deadline],
        worker_state=worker or ["ok"],
    )

    most_serious = next(
        (state for state in ("hurt", "exposed", "distress") if state in worker), "ok"
    )
    counted = len(set(vulnerable) - ({"older"} if "older-alone" in vulnerable else set()))
    expected = reference(life != "none", bool(protection), counted, deadline, most_serious)
    assert outcome.level == f"P{expected}"
    assert outcome.rules, "there is always a reason to show"
    assert outcome.rank == [list(BASE).index(deadline), -counted]


def test_inside_a_level_the_earlier_deadline_comes_first_then_more_vulnerable_people() -> None:
    later = judged(deadline=["none"], groups=["older", "ill", "poor"])
    sooner = judged(deadline=["week"], groups=["ill"])
    sooner_and_more = judged(deadline=["week"], groups=["ill", "poor"])

    assert later.level == sooner.level == sooner_and_more.level == "P3"
    assert sorted([later, sooner, sooner_and_more], key=lambda t: t.rank) == [
        sooner_and_more,
        sooner,
        later,
    ]


def test_living_alone_replaces_being_old_in_the_count() -> None:
    both = judged(groups=["older", "older-alone"])
    one = judged(groups=["older-alone"])

    assert both.rank == one.rank


def test_a_form_without_rules_is_not_judged() -> None:
    assert triage(form("volunteer"), {}) is None
