"""The commands with a language model, which is served on loopback."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from ..llm.asking import KEY, answering
from ..llm.judges import SOLD, SOYBEANS, YUAN, knowing
from ..llm.server import Asked, Fault, ModelServer
from ..shell import refused
from ..shipped import CORPUS_FOLDER
from .test_checking import golden

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..llm.server import Reply
    from ..shell import Run


@pytest.fixture(autouse=True)
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """A server whose address, name and key the environment has, but not that it is wanted."""
    for name in [name for name in os.environ if name.startswith("RAPPORTEUR_LLM")]:
        monkeypatch.delenv(name)
    with ModelServer(knowing) as server:
        for name, value in {"URL": server.url, "MODEL": "tiny", "KEY": KEY}.items():
            monkeypatch.setenv(f"RAPPORTEUR_LLM_{name}", value)
        yield server


def test_it_is_off_by_default(run: Run, shipped: Path, server: ModelServer) -> None:
    """An address alone wants no model: nothing is sent, and nothing is told of one."""
    done = run("ask", SOYBEANS, "--json", "--index", shipped)
    assert (done.rows[0]["judged"], done.rows[0]["language_model"]) == ("passages", None)
    assert "tiny" not in run("ask", SOYBEANS, "--index", shipped).out
    assert server.asked == []


@pytest.mark.parametrize("by", ["option", "environment"])
def test_ask(run: Run, shipped: Path, monkeypatch: pytest.MonkeyPatch, by: str) -> None:
    """--llm, or RAPPORTEUR_LLM, has it judge; under the answer stands which it was, and what it took."""
    if by == "environment":
        monkeypatch.setenv("RAPPORTEUR_LLM", "judge")
    options = ["--llm", "judge"] if by == "option" else []
    done = run("ask", SOYBEANS, *options, "--index", shipped)
    quote, *_, last = done.out.splitlines()
    assert (done.status, done.err) == (0, "")
    assert SOLD in quote
    assert "tiny: 100 tokens, " in last
    assert last.endswith(" ms")
    (row,) = run("ask", SOYBEANS, *options, "--json", "--index", shipped).rows
    assert row["judged"] == "llm"
    assert row["language_model"].items() >= {"model": "tiny", "tokens": 100}.items()


def test_the_option_goes_before_the_environment(
    run: Run, shipped: Path, monkeypatch: pytest.MonkeyPatch, server: ModelServer
) -> None:
    """--llm off asks none, whatever the environment wants."""
    monkeypatch.setenv("RAPPORTEUR_LLM", "judge")
    (row,) = run("ask", SOYBEANS, "--llm", "off", "--json", "--index", shipped).rows
    assert (row["judged"], server.asked) == ("passages", [])


def test_another_language(run: Run, shipped: Path) -> None:
    """What was searched for is told first, then the line in the asker's language, then the quote."""
    done = run("ask", "贝森特对大豆说了什么？", "--llm", "judge", "--index", shipped)
    assert done.out.splitlines()[:2] == [f"Searched for: {SOYBEANS}", "以下为文章原文："]
    assert SOLD in done.out


def test_written(run: Run, shipped: Path) -> None:
    """--llm write shows what was written, whose it is, and then the quotes."""
    done = run("ask", SOYBEANS, "--llm", "write", "--index", shipped)
    assert "Written by a language model, each sentence held to the quotes below.\n\n" in done.out
    (row,) = run("ask", SOYBEANS, "--llm", "write", "--json", "--index", shipped).rows
    (written,) = row["written"]
    assert written == f"{row['citations'][0]['quote']} [1]"
    (row,) = run("ask", SOYBEANS, "--llm", "judge", "--json", "--index", shipped).rows
    assert row["written"] == []


def test_batch(run: Run, shipped: Path, server: ModelServer) -> None:
    """Every line is judged; a model that fails is told once on stderr, and each is answered."""
    lines = f"{SOYBEANS}\n{YUAN}\n".encode()
    done = run("ask", "--batch", "-", "--llm", "judge", "--index", shipped, stdin=lines)
    assert [row["judged"] for row in done.rows] == ["llm", "llm"]
    server.reply = Fault(401, KEY)
    done = run("ask", "--batch", "-", "--llm", "judge", "--index", shipped, stdin=lines)
    assert [row["judged"] for row in done.rows] == ["passages", "passages"]
    assert (done.status, done.err) == (
        0,
        "the language model refuses the key (401): set RAPPORTEUR_LLM_KEY; the embedded judge answers "
        "(refused: 1 so far)\n",
    )


def test_brief(run: Run, shipped: Path) -> None:
    """The gist may be put in sentences too."""
    (row,) = run("brief", "--llm", "write", "--json", "--index", shipped).rows
    assert 1 < len(row["written"]) <= len(row["citations"])


@pytest.mark.parametrize("command", ["ask", "brief", "eval"])
def test_settings_that_can_not_be_used(
    run: Run, shipped: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """A model that is wanted and not described is a usage error in one line, before anything is asked."""
    monkeypatch.setenv("RAPPORTEUR_LLM_MODEL", "")
    asked = [SOYBEANS] if command == "ask" else []
    done = run(command, *asked, "--llm", "judge", "--corpus", CORPUS_FOLDER, "--index", shipped)
    refused(done, "a language model needs RAPPORTEUR_LLM_MODEL; see .env.example", status=2)


def test_a_mode_that_there_is_not(run: Run, shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The option says which there are; so does the setting."""
    done = run("ask", SOYBEANS, "--llm", "always", "--index", shipped)
    assert done.status == 2
    assert "'off', 'judge', 'write'" in done.err
    monkeypatch.setenv("RAPPORTEUR_LLM", "always")
    assert run("ask", SOYBEANS, "--index", shipped).status == 2


def test_no_index(run: Run, tmp_path: Path) -> None:
    """An index that can't be opened is told as without a model."""
    missing = tmp_path / "none"
    missing.mkdir()
    (missing / "index.sqlite3").write_bytes(b"no database")
    done = run("quotes", "Xi", "--index", missing)
    with_model = run("ask", SOYBEANS, "--llm", "judge", "--index", missing)
    assert with_model.status == done.status == 1
    assert with_model.err == done.err


# ---------------------------------------------------------------------- eval


def by_golden_set(asked: Asked) -> Reply:
    """Points at what Rubio says of Taiwan."""
    return answering(*[n for n, text in asked.sentences.items() if "should not be worried" in text])


def test_eval(run: Run, shipped: Path, tmp_path: Path, server: ModelServer) -> None:
    """The golden questions are asked without the model, then with it, and it is told what that took."""
    server.reply = by_golden_set
    done = run("eval", "--llm", "judge", "--corpus", golden(tmp_path, 0.5), "--index", shipped)
    assert (done.status, done.err.splitlines()) == (
        0,
        ["asking 3 questions of the embedded judge …", "asking 3 questions of tiny …"],
    )
    assert done.out.count("right 50.0% (floor 50%), wrongly answered 0.0% (at most 0%)") == 2
    assert done.out.startswith("Without the language model:\n")
    assert "\nWith it:\n" in done.out
    assert "\ntiny judged 1 of 3, in " in done.out
    assert " ms (median) and 100 tokens\n" in done.out


def test_eval_of_a_model_that_fails(run: Run, shipped: Path, tmp_path: Path, server: ModelServer) -> None:
    """Figures that are the embedded judge's again are not shown as the model's."""
    server.reply = Fault(500)
    done = run("eval", "--llm", "judge", "--corpus", golden(tmp_path, 0.5), "--index", shipped)
    assert "\nWith it, though it judged none:\n" in done.out


def test_eval_for_a_program(run: Run, shipped: Path, tmp_path: Path, server: ModelServer) -> None:
    """With --json the figures without the model stand beside those with it."""
    server.reply = by_golden_set
    (row,) = run(
        "eval", "--llm", "judge", "--json", "--corpus", golden(tmp_path, 0.5), "--index", shipped
    ).rows
    assert row["language_model"] == {"model": "tiny", "judged": 1, "tokens": 100}
    assert (row["right"], row["without"]["right"], row["without"]["language_model"]) == (0.5, 0.5, None)


# ---------------------------------------------------------------------- doctor


def doctor(run: Run, shipped: Path) -> tuple[int, str]:
    """Its exit status and what it says of the language model."""
    done = run("doctor", "--corpus", CORPUS_FOLDER, "--index", shipped)
    (line,) = [line for line in done.out.splitlines() if "language model: " in line]
    assert KEY not in done.out + done.err
    return done.status, line


def test_doctor_without_a_model(run: Run, shipped: Path, server: ModelServer) -> None:
    """None is no fault."""
    assert doctor(run, shipped) == (0, "ok  language model: none: RAPPORTEUR_LLM is off")
    assert server.asked == []


@pytest.mark.parametrize(
    ("reply", "status", "told"),
    [
        (answering(2), 0, "found the sentence that answers"),
        (answering(3), 1, "it took another of three sentences for the answer"),
        (Fault(401, KEY), 1, "refuses the key (401): set RAPPORTEUR_LLM_KEY"),
        (Fault(404), 1, "isn't there (404): see RAPPORTEUR_LLM_URL and RAPPORTEUR_LLM_MODEL"),
        ("I can't do that.", 1, "replies with what isn't the JSON that was asked for"),
    ],
)
def test_doctor_tries_it(
    run: Run,
    shipped: Path,
    monkeypatch: pytest.MonkeyPatch,
    server: ModelServer,
    reply: Reply,
    status: int,
    told: str,
) -> None:
    """It must reply, in the form that was asked for, and know the answer to an easy question."""
    server.reply = reply
    monkeypatch.setenv("RAPPORTEUR_LLM", "judge")
    found, line = doctor(run, shipped)
    assert found == status
    assert line.startswith("ok  language model: " if status == 0 else "bad language model: ")
    assert line.endswith(told)
    assert "tiny at 127.0.0.1:" in line


def test_doctor_on_wrong_settings(run: Run, shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are the model's fault alone."""
    monkeypatch.setenv("RAPPORTEUR_LLM", "judge")
    monkeypatch.setenv("RAPPORTEUR_LLM_URL", f"http://me:{KEY}@a.example")
    status, line = doctor(run, shipped)
    assert (status, line) == (
        1,
        "bad language model: RAPPORTEUR_LLM_URL: must be an address such as "
        "http://127.0.0.1:11434/v1, without a password in it; see .env.example",
    )
