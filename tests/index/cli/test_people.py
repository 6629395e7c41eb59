"""`rapporteur quotes` and `rapporteur who`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ..shell import refused
from ..shipped import ARTICLE

if TYPE_CHECKING:
    from pathlib import Path

    from ..shell import Run

LETTER = """\
---
title: A letter to the ferry board
---
Ferry Minister Clara Nunes said the pier is safe. She spoke to Peter Dunn, chairman of the board.

The pier was painted for Oluchi in 2020.
"""


@pytest.fixture
def letter(run: Run, tmp_path: Path) -> Path:
    """The index of an article that quotes one person, introduces another and names a third."""
    (tmp_path / "letter.md").write_text(LETTER, encoding="utf-8")
    run("build", "--corpus", tmp_path, "--index", tmp_path / "index", "--reader", "none")
    return tmp_path / "index"


def test_quotes(run: Run, shipped: Path) -> None:
    """All that somebody said, each over its source, under their name; a misspelt name is theirs too."""
    done = run("quotes", "Marco", "Rubioo", "--index", shipped)
    assert (done.status, done.err) == (0, "")
    head, empty, *rest = done.out.splitlines()
    assert (head, empty.strip()) == ("Marco Rubio · 1 statement", "")
    assert " ".join(" ".join(rest).split()) == (
        "U.S. Secretary of State Marco Rubio said Taiwan “should not be worried” that Washington "
        "would trade away its interests, emphasizing that U.S. law mandates continued defense support. "
        "Trump and Xi meet in Busan · Reuters, Rodney Mbua · 30 October 2025 · ¶12"
    )


def test_quotes_for_a_program(run: Run, shipped: Path) -> None:
    """With --json they are a list of citations, numbered, in the order of the text."""
    found = json.loads(run("quotes", "xi", "--json", "--index", shipped).out)
    assert [(c["marker"], c["speaker"], c["document"], c["paragraph"]) for c in found] == [
        (1, "Xi Jinping", ARTICLE, 4),
        (2, "Xi Jinping", ARTICLE, 4),
    ]
    assert found[0]["start"] < found[1]["start"]


@pytest.mark.parametrize(("name", "known"), [("dunn", "Peter Dunn"), ("oluchi", "oluchi")])
def test_who_says_nothing(run: Run, letter: Path, name: str, known: str) -> None:
    """Somebody whom the articles introduce, or only name, is no unknown: their list is empty."""
    done = run("quotes", name, "--index", letter)
    assert (done.status, done.err) == (0, "")
    assert done.out == f"The articles tell of {known}, but report nothing of what they said.\n"
    assert run("quotes", name, "--json", "--index", letter).out == "[]\n"


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_who_is_unknown(run: Run, letter: Path, options: list[str]) -> None:
    """One line says whom the articles do quote, or tell of."""
    args = (*options, "--index", letter)
    for name in ("Oluc", "in", "?"):
        refused(run("quotes", name, *args), f"the articles don't quote '{name}'; they quote Clara Nunes")
    tell = "they tell of Clara Nunes, Peter Dunn"
    refused(run("who", "Zorro", *args), f"the articles don't introduce 'Zorro'; {tell}")


@pytest.mark.parametrize("command", ["quotes", "who"])
def test_nobody_is_asked_about(run: Run, shipped: Path, command: str) -> None:
    """An empty name is wrong usage."""
    refused(run(command, " ", "--index", shipped), "give a name", 2)


def test_an_error_lists_five(run: Run, shipped: Path) -> None:
    """Of many names only those with most statements are listed."""
    listed = run("who", "Zorro", "--index", shipped).err
    assert listed.startswith("rapporteur: the articles don't introduce 'Zorro'; they tell of Donald Trump, ")
    assert (listed.count(", "), listed[-3:]) == (4, " …\n")


def test_who(run: Run, shipped: Path) -> None:
    """Name, office and number of quotes stand over the sentence that introduces them."""
    head, _, *rest = run("who", "rubio", "--index", shipped).out.splitlines()
    assert head == "Marco Rubio, U.S. Secretary of State · quoted 1×"
    assert rest[0].startswith("  U.S. Secretary of State Marco Rubio said Taiwan")
    assert rest[-1].startswith("  Trump and Xi meet in Busan · Reuters")


def test_who_for_a_program(run: Run, letter: Path) -> None:
    """With --json it is a list of the citations that introduce them."""
    (citation,) = json.loads(run("who", "Dunn", "--json", "--index", letter).out)
    assert citation["quote"] == "She spoke to Peter Dunn, chairman of the board."
    assert run("who", "Dunn", "--index", letter).out.splitlines()[0].endswith(" · not quoted")


def test_a_missing_index_is_built(run: Run, tmp_path: Path) -> None:
    """As for `ask`."""
    (tmp_path / "letter.md").write_text(LETTER, encoding="utf-8")
    args = ("--json", "--corpus", tmp_path, "--index", tmp_path / "index")
    (citation,) = json.loads(run("quotes", "nunes", *args).out)
    assert citation["quote"] == "Ferry Minister Clara Nunes said the pier is safe."
