"""Characters that steer instead of being read."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.controls import printable


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\x1b[2J\x07boo\x00", "[2Jboo"),
        ("\x9b31m\x85red\x7f", "31mred"),
        ("a\u202eb\u2066c\u200fd\u061ce", "abcde"),
        ("a\u2028b\ud800c\ufff9d", "abcd"),
        ("two\nlines\tand more", "two\nlines\tand more"),
        ("👩\u200d🚀 می\u200cخواهم ☎\ufe0f", "👩\u200d🚀 می\u200cخواهم ☎\ufe0f"),
    ],
)
def test_only_what_is_read_is_left(text: str, left: str) -> None:
    """Controls of C0, C1 and of the direction go; line feeds, tabs and what joins letters and emoji stay."""
    assert printable(text) == left


@given(st.text())
def test_any_text_is_left_without_controls(text: str) -> None:
    """None of Unicode's control characters and surrogates but tab and line feed."""
    left = printable(text)
    assert {unicodedata.category(c) for c in left if c not in "\t\n"} & {"Cc", "Cs", "Zl", "Zp"} == set()
    assert printable(left) == left
