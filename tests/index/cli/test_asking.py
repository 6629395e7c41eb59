"""`rapporteur ask`: what it prints, where, and with which exit status."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from index.answering.extraction import READ

from ..shell import refused
from ..shipped import ARTICLE

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


@pytest.mark.parametrize("args", [[], ["who?", "--batch", "-"]])
def test_a_question_or_a_batch(run: Run, shipped: Path, args: list[str]) -> None:
    """Neither or both is refused in one line."""
    refused(run("ask", *args, "--index", shipped), "give one question, or --batch FILE", 2)


def test_brief_for_a_program(run: Run, verified: Path) -> None:
    """What the articles say on a topic has the JSON of an answer, and needs no quotation marks."""
    (row,) = run("brief", "the", "yuan", "--json", "--index", verified).rows
    assert set(row) == set(run("ask", RUBIO, "--json", "--index", verified).rows[0])
    assert "yuan" in row["question"]
