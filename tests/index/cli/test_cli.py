"""The commands that ask and check: what they print, where, and with which exit status."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from index.answering.extraction import READ
from index.building.build import QUESTIONS_FILE
from index.version import __version__

from ..shell import Done, refused
from ..shipped import ARTICLE, CORPUS_FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from ..shell import Run

RUBIO = "What did Rubio say about Taiwan?"
WORRIED = "Taiwan “should not be worried”"


def test_ask(run: Run, shipped: Path) -> None:
    """An answer is the quote with its marker and, after an empty line, the source line."""
    done = run("ask", *RUBIO.split(), "--index", shipped)
    quote, empty, source = done.out.splitlines()
    assert (done.status, done.err, empty) == (0, "", "")
    assert WORRIED in quote
    assert quote.endswith(" [1]")
    assert source == "[1] Trump and Xi meet in Busan · Reuters, Rodney Mbua · 30 October 2025 · ¶12"


def test_ask_what_the_articles_come_near(run: Run, shipped: Path) -> None:
    """Under the refusal's sentence stand the nearest ones, each with its source; then what can be asked."""
    done = run("ask", "How much did China pay for the soybeans?", "--index", shipped)
    lines = [line.rstrip() for line in done.out.splitlines()]
    assert (done.status, done.err) == (0, "")
    assert lines[:5] == [
        "The articles don't say it in so many words. The nearest:",
        "",
        "  China made its first soybean purchases in months earlier this week.",
        "  Trump and Xi meet in Busan · Reuters, Rodney Mbua · 30 October 2025 · ¶8",
        "",
    ]
    assert len([line for line in lines if line.startswith("  Trump and Xi meet in Busan")]) == 2
    assert done.out.count("  · ") == 3
    assert "\nYou could ask:\n  · " in done.out


def test_what_is_nearest_for_a_program(run: Run, shipped: Path) -> None:
    """With --json it is a list of citations without markers, and empty where nothing is near."""
    asked = ("How much did China pay for the soybeans?", "How do I bake sourdough bread?")
    near, far = (run("ask", question, "--json", "--index", shipped).rows[0] for question in asked)
    assert (near["status"], near["short_answer"], near["citations"]) == ("abstained", None, [])
    assert (
        near["nearest"][0]["quote"] == "China made its first soybean purchases in months earlier this week."
    )
    assert (near["nearest"][0]["document"], near["nearest"][0]["paragraph"]) == (ARTICLE, 8)
    assert not any("marker" in quote for quote in near["nearest"])
    assert (far["status"], far["nearest"]) == ("abstained", [])


def test_the_verifier_judges(run: Run, verified: Path) -> None:
    """The index that is built by default says so for a program."""
    (row,) = run("ask", "What happened to the yuan?", "--json", "--index", verified).rows
    assert (row["status"], row["judged"]) == ("answered", "verifier")
    assert "near one-year high" in row["citations"][0]["quote"]


def test_ask_what_the_articles_do_not_say(run: Run, shipped: Path) -> None:
    """An abstention is no failure: it says so, offers three questions and exits 0."""
    done = run("ask", "How do I bake sourdough bread?", "--index", shipped)
    assert (done.status, done.err) == (0, "")
    assert "The articles don't say.\n\nYou could ask:\n  · " in done.out
    assert done.out.count("  · ") == 3


def test_ask_tells_what_it_searched_for(run: Run, shipped: Path) -> None:
    """A follow-up that was made whole, or a typo that was mended, is shown before the answer."""
    done = run("ask", "what about Rubio?", "--context", "What did Bessent say?", "--index", shipped)
    assert done.out.splitlines()[0] == "Searched for: What did Rubio say?"
    assert WORRIED in done.out


def test_ask_for_a_program(run: Run, shipped: Path) -> None:
    """With --json one object on one line holds the answer, its citation and the nearest passages."""
    done = run("ask", RUBIO, "--json", "--index", shipped)
    (row,) = done.rows
    assert (row["question"], row["status"], row["reason"]) == (RUBIO, "answered", None)
    assert row["citations"][0]["speaker"] == "Marco Rubio"
    assert row["citations"][0]["document"] == ARTICLE
    assert re.fullmatch("[0-9a-f]{12}", row["index_version"])


@pytest.mark.parametrize(("wanted", "given"), [("0", 0), ("1", 1), ("5", 5), ("10", 10)])
def test_how_many_passages(run: Run, shipped: Path, wanted: str, given: int) -> None:
    """--passages says how many of the nearest passages are reported, those that were read first."""
    (row,) = run("ask", "Where did they meet?", "--json", "--passages", wanted, "--index", shipped).rows
    scores = [passage["score"] for passage in row["passages"]]
    assert len(scores) == given
    assert scores[READ:] == sorted(scores[READ:], reverse=True)


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
        (b'{"question": ', "not JSON (Expecting value: line 2 column 1 (char 14))"),
        (b'{"question": 3}', 'needs a "question" that is text'),
        (b'{"text": "who?"}', 'needs a "question" that is text'),
        (b'{"q": "who?", "context": 3}', 'needs a "question" that is text'),
    ],
)
def test_a_batch_line_that_is_no_question(run: Run, shipped: Path, line: bytes, problem: str) -> None:
    """A bad line is named by its number after the ones before it were answered; then it is over."""
    done = run("ask", "--batch", "-", "--index", shipped, stdin=b"who wrote this?\n\n" + line + b"\nhello\n")
    assert [row["question"] for row in done.rows] == ["who wrote this?"]
    assert (done.status, done.err) == (2, f"rapporteur: --batch -, line 3: {problem}\n")


def test_a_batch_that_cannot_be_read(run: Run, shipped: Path, tmp_path: Path) -> None:
    """A missing file, and bytes that are not UTF-8 in a file or on standard input, are one line each."""
    path = tmp_path / "questions"
    refused(
        run("ask", "--batch", path, "--index", shipped),
        f"--batch {path}: can't be read ([Errno 2] No such file or directory: '{path}')",
        2,
    )
    path.write_bytes(b"caf\xff\n")
    why = "can't be read ('utf-8' codec can't decode byte 0xff in position 3: invalid start byte)"
    refused(run("ask", "--batch", path, "--index", shipped), f"--batch {path}: {why}", 2)
    refused(run("ask", "--batch", "-", "--index", shipped, stdin=b"caf\xff\n"), f"--batch -: {why}", 2)


@pytest.mark.parametrize("args", [[], ["who?", "--batch", "-"]])
def test_a_question_or_a_batch(run: Run, shipped: Path, args: list[str]) -> None:
    """Neither or both is refused in one line."""
    refused(run("ask", *args, "--index", shipped), "give one question, or --batch FILE", 2)


def test_facts(run: Run) -> None:
    """A topic's facts are printed with their document and the words that prove them."""
    done = run("facts", "port", "fees", "--corpus", CORPUS_FOLDER)
    fact, proof = done.out.splitlines()[:2]
    assert fact == "Port fees: Beijing wants a rollback of new port fees that target Chinese shipping."
    assert proof.startswith(f"  {ARTICLE}: Beijing is pushing for")


def test_facts_for_a_program(run: Run) -> None:
    """With --json every fact is an object of its own fields and none of our bookkeeping."""
    found = json.loads(run("facts", "--json", "--corpus", CORPUS_FOLDER).out)
    assert len(found) > 24
    assert set(found[0]) == {"id", "label", "aliases", "answer", "quote", "document"}


def test_facts_on_what_is_unknown(run: Run) -> None:
    """A topic without a fact is one line; a program gets an empty list."""
    done = run("facts", "zzzz", "--corpus", CORPUS_FOLDER)
    assert done.status == 2
    assert re.fullmatch(r"rapporteur: no fact about 'zzzz'; `rapporteur facts` lists all \d+\n", done.err)
    assert json.loads(run("facts", "zzzz", "--json", "--corpus", CORPUS_FOLDER).out) == []


SMALL_SET = """\
[floor]
right = {right}
wrongly_answered = 0.0
[[question]]
q = "What did Rubio say about Taiwan?"
kind = "speech"
quote = ["should not be worried"]
[[question]]
q = "Who wrote this article?"
kind = "metadata"
answer = ["Somebody else"]
[[question]]
q = "hello"
kind = "smalltalk"
"""


def golden(folder: Path, right: float) -> Path:
    (folder / QUESTIONS_FILE).write_text(SMALL_SET.format(right=right), encoding="utf-8")
    return folder


def test_eval(run: Run, shipped: Path, tmp_path: Path) -> None:
    """The counts by kind and both shares are printed; above the floor the exit status is 0."""
    done = run("eval", "--corpus", golden(tmp_path, 0.5), "--index", shipped)
    assert done.status == 0
    assert [line.split() for line in done.out.splitlines()[:4]] == [
        ["kind", "right", "answered", "of"],
        ["speech", "1", "1", "1"],
        ["metadata", "0", "1", "1"],
        ["smalltalk", "1", "0", "1"],
    ]
    assert done.out.splitlines()[-1] == (
        "right 50.0% (floor 50%), wrongly answered 0.0% (at most 0%): reaches the floor"
    )


def test_eval_under_the_floor(run: Run, shipped: Path, tmp_path: Path) -> None:
    """Under the floor the exit status is 1, and --verbose lists each question that went wrong."""
    done = run("eval", "-v", "--corpus", golden(tmp_path, 0.9), "--index", shipped)
    assert (done.status, done.err) == (1, "")
    assert "(floor 90%), wrongly answered 0.0% (at most 0%): is under the floor\n" in done.out
    assert done.out.endswith(
        "metadata: Who wrote this article?\n"
        "    “Trump and Xi meet in Busan” was written by Rodney Mbua (Reuters).\n"
    )


def test_eval_for_a_program(run: Run, shipped: Path, tmp_path: Path) -> None:
    """With --json the figures are one object, and the exit status is the same."""
    done = run("eval", "--json", "--corpus", golden(tmp_path, 0.9), "--index", shipped)
    assert (done.status, done.rows[0]["right"], done.rows[0]["reached"]) == (1, 0.5, False)


def test_doctor(run: Run, shipped: Path) -> None:
    """A sound index gets seven good lines and exit status 0."""
    done = run("doctor", "--corpus", CORPUS_FOLDER, "--index", shipped)
    assert (done.status, done.err) == (0, "")
    assert [line[:4] for line in done.out.splitlines()] == ["ok  "] * 7


def test_doctor_on_a_damaged_model(run: Run, own: Path) -> None:
    """A truncated model is the bad line, with the mend, and the exit status is 1."""
    (model,) = own.glob("encoder-*/model.onnx")
    model.write_bytes(model.read_bytes()[:1000])
    done = run("doctor", "--corpus", CORPUS_FOLDER, "--index", own)
    lines = done.out.splitlines()
    assert (done.status, done.err) == (1, "")
    assert [line[:4] for line in lines] == ["ok  ", "bad ", "ok  ", "ok  ", "bad ", "ok  ", "ok  "]
    assert lines[1].startswith(f"bad encoder: {model}: damaged (1000 bytes, not ")
    assert lines[1].endswith("; run `rapporteur build` to compile it anew")


def test_version(run: Run) -> None:
    """--version prints the version and nothing else."""
    assert run("--version") == Done(0, f"rapporteur {__version__}\n", "")


@pytest.mark.parametrize(
    "args", [["nosuch"], ["ask", "--nosuch"], ["ask", "who?", "--passages", "11"], ["add"], ["remove"]]
)
def test_wrong_usage(run: Run, args: list[str]) -> None:
    """An unknown command or option, a value out of range or a missing argument is exit status 2."""
    done = run(*args)
    assert (done.status, done.out) == (2, "")
    assert "Usage: " in done.err


def test_without_arguments_the_help_is_shown(run: Run) -> None:
    """The bare program shows its commands."""
    done = run()
    assert done.status == 2
    assert all(command in done.out + done.err for command in ("build", "ask", "eval", "doctor"))


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
