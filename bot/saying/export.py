"""The desk as files: a line a question, without who asked it."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.memory.reviewed import Group, Reviewed

COLUMNS = ("group", "question", "day", "outcome", "votes_for", "votes_against", "reasons", "dismissed")
"""``group`` is a number; those of one group ask the same."""

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")  # as CJK keyboards have them
"""What a spreadsheet takes for a formula at the beginning of a cell (OWASP, "CSV Injection")."""


def as_jsonl(groups: Sequence[Group]) -> bytes:
    """A JSON object a line."""
    lines = (json.dumps(row, ensure_ascii=False) for row in _rows(groups))
    return "".join(f"{line}\n" for line in lines).encode()


def as_csv(groups: Sequence[Group]) -> bytes:
    """A table in UTF-8 with a mark that spreadsheets know it by."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS)
    writer.writeheader()
    for row in _rows(groups):
        reasons = ", ".join(f"{reason} {n}" for reason, n in row["reasons"].items())
        writer.writerow(row | {"question": _cell(row["question"]), "reasons": reasons})
    return buffer.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    """A text that no spreadsheet runs."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _rows(groups: Sequence[Group]) -> Iterator[dict[str, Any]]:
    for number, group in enumerate(groups, 1):
        yield from (_row(number, question) for question in group.questions)


def _row(number: int, question: Reviewed) -> dict[str, Any]:
    day = datetime.fromtimestamp(question.at, UTC).date().isoformat()
    outcome = "answered" if question.answered else "refused"
    values = (
        number,
        question.words,
        day,
        outcome,
        *question.votes,
        dict(question.reasons),
        question.dismissed,
    )
    return dict(zip(COLUMNS, values, strict=True))
