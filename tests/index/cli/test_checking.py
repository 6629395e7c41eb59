"""`rapporteur eval` and `rapporteur doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.curated.golden import QUESTIONS_FILE

from ..shipped import CORPUS_FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from ..shell import Run

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
    assert (done.status, done.err) == (1, "asking 3 questions of the embedded judge …\n")
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
    """A sound index gets eight good lines and exit status 0."""
    done = run("doctor", "--corpus", CORPUS_FOLDER, "--index", shipped)
    assert (done.status, done.err) == (0, "")
    assert [line[:4] for line in done.out.splitlines()] == ["ok  "] * 8


def test_doctor_on_a_damaged_model(run: Run, own: Path) -> None:
    """A truncated model is the bad line, with the mend, and the exit status is 1."""
    (model,) = own.glob("encoder-*/model.onnx")
    model.write_bytes(model.read_bytes()[:1000])
    done = run("doctor", "--corpus", CORPUS_FOLDER, "--index", own)
    lines = done.out.splitlines()
    assert (done.status, done.err) == (1, "")
    assert [line[:4] for line in lines] == ["ok  ", "bad ", "ok  ", "ok  ", "bad ", "ok  ", "ok  ", "ok  "]
    assert lines[1].startswith(f"bad encoder: {model}: damaged (1000 bytes, not ")
    assert lines[1].endswith("; run `rapporteur build` to compile it anew")
