"""A form and what was posted → answers, and what is wrong with them. Pure."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from generator.schema import field as types
from generator.schema.field import When
from generator.schema.form import Form
from intake_app.private_words import has_contact_or_door, has_identity_number

Answer = str | list[str]
Answers = Mapping[str, Answer]
"""Question id → text or option ids. A question that was not asked or not answered is absent."""
Posted = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Fault:
    """What is wrong with one answer, said to the person who gave it."""

    field: str
    sentence: str
    may_confirm: bool = False
    """Whether the person may keep the answer as it is by saying so."""


@dataclass(frozen=True)
class Reading:
    """The outcome of reading a post."""

    answers: Answers
    faults: list[Fault]


@dataclass(frozen=True)
class Around:
    """What a reader may look at beside its own value."""

    answers: Answers
    today: date
    confirmed: bool


def read_answers(form: Form, posted: Posted, today: date) -> Reading:
    """Read every question that is asked. Answers to questions not asked are dropped.

    Args:
        form: the definition.
        posted: field name → values, as the browser sent them.
        today: the day on which it was posted, where the people are.
    """
    answers: dict[str, Answer] = {}
    faults: list[Fault] = []
    for field in form.fields:
        if not holds(field.when, answers):
            continue
        values = [value for value in map(cleaned, posted.get(field.id, [])) if value]
        if not values:
            if field.required:
                sentence = field.missing or _MISSING.get(field.type, _MISSING_TEXT).format(field)
                faults.append(Fault(field.id, sentence))
            continue
        around = Around(answers, today, bool(posted.get(confirm_name(field.id))))
        outcome = READERS[field.type](field, values, around)
        if isinstance(outcome, Fault):
            faults.append(outcome)
        else:
            answers[field.id] = outcome
    faulty = {fault.field for fault in faults}
    faults += [
        Fault(check.at, check.because)
        for check in form.checks
        if holds(check.when, answers) and check.at not in faulty
    ]
    order = [field.id for field in form.fields]
    return Reading(answers, sorted(faults, key=lambda fault: order.index(fault.field)))


def holds(when: When, answers: Mapping[str, str | Sequence[str]]) -> bool:
    """Whether, for every question named, one of the listed options was chosen."""
    return all(not set(values).isdisjoint(chosen(answers, name)) for name, values in when.items())


def chosen(answers: Mapping[str, str | Sequence[str]], name: str) -> Sequence[str]:
    """The answer to a question as a list, whatever its type."""
    answer = answers.get(name, [])
    return [answer] if isinstance(answer, str) else answer


def notes_of(form: Form, answers: Answers) -> list[str]:
    """Ids of the remarks for the desk that follow from the answers."""
    return [note.id for note in form.notes if holds(note.when, answers)]


def prefilled(form: Form, query: Posted) -> Posted:
    """Options that a link may choose beforehand, as if they had been posted."""
    return {
        field.id: known
        for field in form.fields
        if field.type == "multi" and field.prefill
        if (known := [value for value in query.get(field.prefill, []) if value in field.choices])
    }


def canonical(content: object) -> bytes:
    """Equal content gives equal bytes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True).encode()


def confirm_name(field: str) -> str:
    """Name of the box with which a person keeps an answer that was questioned."""
    return f"confirm-{field}"


# Invisible characters go; full-width letters and digits become narrow. Full NFKC would also turn
# the Chinese comma of a narrative into an ASCII one, so it is used only where a value has a form of
# its own. The planes between have no letters that Unicode calls invisible.
_LETTERS: dict[int, int | None] = {
    code: None
    for code in (*range(0x20000), *range(0xE0000, 0xE1000))
    if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs") and chr(code) not in "\n\t"
}
for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ")):
    _LETTERS |= {code: code - 0xFEE0 for code in range(ord(first), ord(last) + 1)}
_LETTERS[ord("　")] = ord(" ")


def cleaned(text: str) -> str:
    """Narrow letters and digits, no invisible characters, no blanks around."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_LETTERS).strip()


_MISSING = {
    "radio": "请选一项：“{0.label}”。",
    "multi": "请至少选一项：“{0.label}”。",
    "checkbox": "要勾选才能提交：“{0.label}”。",
}
_MISSING_TEXT = "请填写“{0.label}”。"
_IDENTITY = "这里像有身份证号。我们不收身份证号，请删掉再提交。"
_CONTACT = "这里像有电话或门牌号。请改写成认不出是谁的说法；确实要留，就勾选下面的“保留”再提交。"


def _read_text(field: types.TextField, values: list[str], around: Around) -> Answer | Fault:
    text = " ".join(values[0].split())
    if field.person:
        text = re.sub("[•・‧∙⋅.]", "·", unicodedata.normalize("NFKC", text)).replace("’", "'")
        if not all(unicodedata.category(c)[0] in "LM" or c in " ·-'" for c in text):
            return Fault(field.id, f"“{field.label}”只写文字和间隔号，不写数字和别的符号。")
        if not any(unicodedata.category(c)[0] == "L" for c in text):
            return Fault(field.id, f"“{field.label}”不能只有符号。请写姓名。")
    return _free_text(field, text, around)


def _read_textarea(field: types.TextareaField, values: list[str], around: Around) -> Answer | Fault:
    return _free_text(field, values[0], around)


def _free_text(
    field: types.TextField | types.TextareaField, text: str, around: Around
) -> Answer | Fault:
    if not field.min <= len(text) <= field.max:
        asked = f"至少 {field.min} 个字" if len(text) < field.min else f"最多 {field.max} 个字"
        return Fault(field.id, f"“{field.label}”{asked}，现在有 {len(text)} 个。")
    if has_identity_number(text):
        return Fault(field.id, _IDENTITY)
    if has_contact_or_door(text) and not around.confirmed:
        return Fault(field.id, _CONTACT, may_confirm=True)
    return text


_MOBILE = re.compile("1[3-9][0-9]{9}")
_LANDLINE = re.compile("0[0-9]{2,3}[0-9]{7,8}")


def _read_tel(field: types.TelField, values: list[str], around: Around) -> Answer | Fault:
    number = re.sub(r"[\s()‐-―-]", "", unicodedata.normalize("NFKC", values[0]))
    number = re.sub(r"^(\+|00)86|^86(?=1[0-9]{10}$)", "", number)
    if not (_MOBILE.fullmatch(number) or (field.landline and _LANDLINE.fullmatch(number))):
        kinds = "11 位手机号，或带区号的座机号" if field.landline else "11 位手机号"
        return Fault(field.id, f"“{field.label}”要写 {kinds}，只写数字。请核对一遍。")
    if field.differs_from and around.answers.get(field.differs_from) == number:
        return Fault(field.id, f"“{field.label}”不能和本人的号码相同。请写另一个人的号码。")
    return number


def _read_date(field: types.DateField, values: list[str], around: Around) -> Answer | Fault:
    # Browsers send 2026-11-24; where there is no date picker people type what they are used to.
    parts = re.fullmatch("([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", values[0])
    try:
        day = date(*map(int, parts.groups())) if parts else None
    except ValueError:
        day = None
    if day is None:
        return Fault(field.id, f"“{field.label}”要写成 {around.today} 这样的日期。")
    last = around.today + timedelta(days=field.within_days)
    if not around.today <= day <= last:
        return Fault(field.id, f"“{field.label}”要在今天到 {last} 之间。")
    return day.isoformat()


_UNKNOWN = "“{0.label}”里有一个不认识的选项。请重新选。"


def _read_radio(field: types.RadioField, values: list[str], _around: Around) -> Answer | Fault:
    if len(values) > 1 or values[0] not in field.choices:
        return Fault(field.id, _UNKNOWN.format(field))
    return values[0]


def _read_multi(field: types.MultiField, values: list[str], _around: Around) -> Answer | Fault:
    if not set(values) <= set(field.choices):
        return Fault(field.id, _UNKNOWN.format(field))
    picked = [option for option in field.options if option.id in values]
    if len(picked) > 1 and (alone := [option.label for option in picked if option.alone]):
        return Fault(field.id, f"“{alone[0]}”不能和别的一起选。请只留一边。")
    if field.at_most and len(picked) > field.at_most:
        return Fault(
            field.id, f"最多选 {field.at_most} 项，现在选了 {len(picked)} 项。请去掉几项。"
        )
    return [option.id for option in picked]


def _read_checkbox(
    field: types.CheckboxField, values: list[str], _around: Around
) -> Answer | Fault:
    return "yes" if values == ["yes"] else Fault(field.id, _UNKNOWN.format(field))


READERS: dict[str, Callable[[Any, list[str], Around], Answer | Fault]] = {
    "text": _read_text,
    "tel": _read_tel,
    "textarea": _read_textarea,
    "date": _read_date,
    "radio": _read_radio,
    "multi": _read_multi,
    "checkbox": _read_checkbox,
}
"""Question type → reader; `templates/fields/` has one partial for each."""
