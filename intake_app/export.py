"""Opened submissions → a table that spreadsheet programs read and never run. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from intake_app.archive import answered
from intake_app.casework import STATUSES, fold
from intake_app.moments import BEIJING
from intake_app.storage.casebook import Opened

# Full-width signs count too: Excel in Chinese takes them for the narrow ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def table(submissions: Sequence[Opened], *, sensitive: bool) -> bytes:
    """A CSV file: UTF-8 with a mark for Excel, one line per submission.

    Args:
        submissions: what to export, each read with its own archived definition.
        sensitive: whether to include the columns that are marked as sensitive.
    """
    columns: dict[str, str] = {}
    rows = []
    for opened in submissions:
        case = fold(opened.events)
        row = {
            "编号": opened.submission.reference,
            "收到时间": f"{case.received_at.astimezone(BEIJING):%Y-%m-%d %H:%M}",
            "状态": STATUSES[case.status],
            "级别": case.level or "",
        }
        for line in answered(json.loads(opened.submission.definition), opened.body):
            if sensitive or not line.sensitive:
                columns[line.question] = line.label
                row[line.question] = line.text
        rows.append(row)
    head = {name: name for name in ("编号", "收到时间", "状态", "级别")} | columns
    text = io.StringIO()
    writer = csv.DictWriter(text, list(head), restval="", quoting=csv.QUOTE_ALL)
    for row in [head, *rows]:
        writer.writerow({name: _harmless(value) for name, value in row.items()})
    return "\ufeff".encode() + text.getvalue().encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
