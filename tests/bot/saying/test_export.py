"""The desk as files."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter

import pytest

from bot.memory.reviewed import Group, Reviewed
from bot.saying.export import as_csv, as_jsonl

FORMULA = '=HYPERLINK("https://evil.example","a, b")'
GROUPS = (
    Group((
        Reviewed("k1", "Who?", 86_400.0, True, False, (1, 2), Counter(person=2)),
        Reviewed("k2", FORMULA, 0.0, False, True),
    )),
    Group((Reviewed("k3", "谁\n?", 0.0, False, False),)),
)  # fmt: skip


def test_jsonl() -> None:
    """An object a line, numbered by group, without keys or times that would lead to who asked."""
    rows = [json.loads(line) for line in as_jsonl(GROUPS).decode().splitlines()]
    assert rows[0] == {
        "group": 1, "question": "Who?", "day": "1970-01-02", "outcome": "answered", "votes_for": 1,
        "votes_against": 2, "reasons": {"person": 2}, "dismissed": False,
    }  # fmt: skip
    assert [(row["group"], row["question"]) for row in rows[1:]] == [(1, FORMULA), (2, "谁\n?")]


def test_csv() -> None:
    """A spreadsheet reads the same, and runs nothing that somebody asked."""
    content = as_csv(GROUPS)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = [*csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))]
    assert [row["question"] for row in rows] == ["Who?", f"'{FORMULA}", "谁\n?"]
    assert [row["reasons"] for row in rows] == ["person 2", "", ""]
    assert [row["outcome"] for row in rows] == ["answered", "refused", "refused"]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_formula(begin: str) -> None:
    """Nor one with the wide signs of Chinese, Japanese and Korean keyboards, which spreadsheets take too."""
    asked = f"{begin}1+1 who?"
    content = as_csv([Group((Reviewed("k", asked, 0.0, False, False),))]).decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(content)))["question"] == f"'{asked}"
