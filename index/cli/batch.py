"""Many questions in a file or on standard input: one a line, as text or as JSON."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


def numbered_lines(name: str) -> Iterator[tuple[int, bytes]]:
    """The lines of a batch that aren't blank, counted from 1; those of standard input for "-".

    Raises:
        UsageError: the file can't be read.
    """
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise UsageError(f"--batch {name}: can't be read ({error})") from error


def read_question(line: bytes) -> tuple[str, str | None]:
    """The question of a line, and the one before it that it leans on.

    Raises:
        UsageError: the line is no UTF-8, or looks like JSON and isn't a question's.
    """
    try:
        text = line.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise UsageError(f"not UTF-8 ({error})") from error
    return _from_json(text) if text.startswith("{") else (text, None)


def _from_json(text: str) -> tuple[str, str | None]:
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"not JSON ({error})") from error
    question, context = row.get("question", row.get("q")), row.get("context")
    if not isinstance(question, str) or not isinstance(context, str | None):
        raise UsageError('needs a "question" that is text')
    return question, context
