"""Rules of priority: steps read from top to bottom, each with the reason it gives."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Constraint
from pydantic import StringConstraints

from generator.schema.base import Model, Slug, Text
from generator.schema.field import FieldId, When


class Level(Model):
    """One level of priority, and what the applicant is told about it."""

    id: Annotated[str, StringConstraints(pattern=r"^P[0-9]$")]
    """级别编号，如 P0。"""
    name: Text
    """一个词，如 立即、紧急。"""
    target: Text
    """目标多久回应；页面上写明是目标，是本站约定。"""
    tone: Literal["danger", "warn", "watch", "plain"]
    """颜色：danger 红、warn 橙、watch 黄、plain 普通。"""
    duty: bool = False
    """yes 表示目标要靠值班电话；没有值班电话时页面不作承诺，只给急救号码。"""
    meanwhile: Annotated[list[Text], Constraint(min_length=1)]
    """等回话时做什么。"""


class Rule(Model):
    """One step of the priority rules. Exactly one of `set`, `raise_by`, `at_least` is given."""

    id: Annotated[str, StringConstraints(pattern=r"^R[0-9]+(-[a-z0-9]+)*$")]
    """编号，如 R2-today；记在收到的事件里。"""
    name: Text
    """规则名，如 紧迫优先。"""
    when: When = Constraint(default={})
    """选了哪些选项才用这条；总是用就不写。"""
    set: Text | None = None
    """直接定为哪一级。"""
    raise_by: Annotated[int, Constraint(ge=1)] | None = None
    """升几级。"""
    never_above: Text | None = None
    """升也不超过哪一级。"""
    at_least: Text | None = None
    """至少到哪一级。"""
    final: bool = False
    """yes 表示用了这条就定了，后面的规则不再看。"""
    because: Text
    """一句话，告诉求助的人为什么。"""


class Order(Model):
    """Who comes first inside one level; after these two, the earlier submission."""

    earliest: FieldId
    """先看哪道单选题：选项越靠前越先。"""
    most: Text
    """再看哪条规则里列的选项选得多，写规则编号。"""
    once: list[list[Slug]] = Constraint(default=[])
    """哪些选项意思重叠，一起选了只算一个。"""


class Priority(Model):
    """How urgent a submission is: rules in order, read from top to bottom."""

    levels: Annotated[list[Level], Constraint(min_length=2)]
    """级别，从最急到最缓；还没有规则起作用时是最后一级。"""
    rules: Annotated[list[Rule], Constraint(min_length=1)]
    """规则，从上往下用。"""
    order: Order
    """同一级里谁在前。"""
