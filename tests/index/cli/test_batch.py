"""`rapporteur ask --batch`: many questions, one a line."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ..shell import refused

if TYPE_CHECKING:
    from pathlib import Path

    from ..shell import Run

RUBIO = "What did Rubio say about Taiwan?"

BATCH = f"""\
who wrote this?

{{"question": "{RUBIO}"}}
   \t
{{"q": "what about Rubio?", "context": "What did Bessent say?"}}
hello
"""

ASKED = ["who wrote this?", RUBIO, "what about Rubio?", "hello"]


def test_batch_from_a_file(run: Run, shipped: Path, tmp_path: Path) -> None:
    """Lines of text and of JSON are answered in order, an object a line; blank lines are skipped."""
    path = tmp_path / "questions"
    path.write_text(BATCH, encoding="utf-8")
    done = run("ask", "--batch", path, "--index", shipped)
    assert (done.status, done.err) == (0, "")
    assert [row["question"] for row in done.rows] == ASKED
    assert [row["status"] for row in done.rows] == ["answered"] * 3 + ["abstained"]
    assert done.rows[2]["searched_for"] == "What did Rubio say?"


def test_batch_from_standard_input(run: Run, shipped: Path) -> None:
    """With - the questions come from standard input, and --passages holds for each."""
    lines = 'Where did Trump and Xi meet?\n\n{"q": "What happened to the détente?"}'.encode()
    done = run("ask", "--batch", "-", "--passages", 2, "--index", shipped, stdin=lines)
    assert [row["question"] for row in done.rows] == [
        "Where did Trump and Xi meet?",
        "What happened to the détente?",
    ]
    assert [len(row["passages"]) for row in done.rows] == [2, 2]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b'{"question": ', "not JSON (Expecting value: line 1 column 13 (char 12))"),
        (b'{"question": 3}', 'needs a "question" that is text'),
        (b'{"text": "who?"}', 'needs a "question" that is text'),
        (b'{"q": "who?", "context": 3}', 'needs a "question" that is text'),
        (b"caf\xff", "not UTF-8 ('utf-8' codec can't decode byte 0xff in position 3: invalid start byte)"),
        (b'{"q": ""}', 'the question is empty; ask something, such as: rapporteur ask "who wrote this?"'),
    ],
)
def test_a_batch_line_that_is_no_question(run: Run, shipped: Path, line: bytes, problem: str) -> None:
    """A bad line is named by its number and passed over: those around it are answered, and it exits 1."""
    done = run("ask", "--batch", "-", "--index", shipped, stdin=b"who wrote this?\n\n" + line + b"\nhello\n")
    assert [row["question"] for row in done.rows] == ["who wrote this?", "hello"]
    assert (done.status, done.err) == (1, f"rapporteur: --batch -, line 3: {problem}\n")


def test_a_line_of_a_batch_is_a_line_of_the_file(run: Run, shipped: Path) -> None:
    """A byte order mark isn't part of the question, and only a line feed ends it."""
    lines = '\ufeff{"q": "who wrote\u2028this?"}\r\nwho wrote\u2028this?'.encode()
    done = run("ask", "--batch", "-", "--index", shipped, stdin=lines)
    assert (done.status, done.err) == (0, "")
    assert [row["question"] for row in done.rows] == ["who wrote this?"] * 2


def test_a_batch_that_cannot_be_read(run: Run, shipped: Path, tmp_path: Path) -> None:
    """A missing file is one line."""
    path = tmp_path / "questions"
    why = f"can't be read ([Errno 2] No such file or directory: '{path}')"
    refused(run("ask", "--batch", path, "--index", shipped), f"--batch {path}: {why}", 2)


def test_a_reader_that_stops_is_no_traceback(shipped: Path) -> None:
    """When whoever reads the answers has enough, the program ends without a word."""
    program = [
        sys.executable,
        "-c",
        "from index.cli.app import main; main()",
        "ask",
        "--batch",
        "-",
        "--index",
        shipped,
    ]
    with subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(b"hello\n" * 3)
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1
