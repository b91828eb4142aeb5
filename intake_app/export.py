"""Opened submissions → a table that spreadsheet programs read and never run. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from intake_app.archive import Reading
from intake_app.casework import Case
from intake_app.moments import BEIJING

# Full-width signs count too: Excel in Chinese takes them for the narrow ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


Row = tuple[str, Case, Reading]
"""Reference, how it stands, and the answers, read with their own archived form."""


def table(submissions: Sequence[Row], *, sensitive: bool) -> bytes:
    """A CSV file: UTF-8 with a mark for Excel, one line per submission.

    Args:
        submissions: what to export.
        sensitive: whether to include the columns that are marked as sensitive.
    """
    columns: dict[str, str] = {}
    rows = []
    for reference, case, reading in submissions:
        row = {
            "编号": reference,
            "收到时间": f"{case.received_at.astimezone(BEIJING):%Y-%m-%d %H:%M}",
            "状态": case.state,
            "级别": case.level or "",
        }
        for line in reading.lines():
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
