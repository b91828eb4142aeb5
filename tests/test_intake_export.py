"""The table for spreadsheets: nothing runs, nothing sensitive unasked, everything on record."""

from __future__ import annotations

import csv
import io

import pytest

from tests.intake_support import Intake

pytestmark = pytest.mark.both_databases


def export(desk: Intake, **changed: str) -> list[dict[str, str]]:
    post = {"form": "supervision", "words": "月末统计"} | changed
    answer = desk.post("/desk/export", post)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="supervision.csv"'
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_an_export_has_labels_and_no_sensitive_columns(desk: Intake) -> None:
    reference = desk.reference(desk.send("supervision"))

    (row,) = export(desk)

    assert row["编号"] == reference
    assert row["收到时间"] == "2026-11-24 09:30"
    assert row["级别"] == "P4"
    assert row["您的身份"] == "社会工作者"
    assert not {"联系电话", "怎么称呼您", "发生了什么"} & set(row)


def test_sensitive_columns_are_asked_for(desk: Intake) -> None:
    desk.send("supervision")

    (row,) = export(desk, sensitive="yes")

    assert row["联系电话"] == "13900139000"


@pytest.mark.parametrize(
    "written", ["=1+1 的公式", "+86 的号码", "-1 楼", "@某人", "＝1+1", "=cmd|' /C calc'!A0"]
)
def test_no_cell_becomes_a_formula(desk: Intake, written: str) -> None:
    assert desk.send("supervision", team=[written]).status_code == 303

    (row,) = export(desk)

    assert row["机构或队伍"] == f"'{written}"


def test_an_export_needs_a_reason_and_is_an_act_on_every_submission(desk: Intake) -> None:
    desk.send("supervision")
    desk.send("supervision")
    assert desk.post("/desk/export", {"form": "supervision", "words": ""}).status_code == 422
    assert "desk:export" not in desk.kinds()

    export(desk)

    acts = [*desk.casebook.live()[0].events, *desk.casebook.acts("desk:export")]
    assert [event.kind for event in acts] == ["submission:receive", "case:export", "desk:export"]
    assert acts[-1].facts == {"form": "supervision", "sensitive": False, "count": 2}
    reference = desk.casebook.live()[0].reference
    assert "导出：月末统计" in desk.get(f"/desk/case/{reference}").text
