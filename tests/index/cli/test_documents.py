"""`rapporteur documents`, `add` and `remove`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from index.building.build import INDEX_FILE

from ..shell import refused
from ..shipped import ARTICLE

if TYPE_CHECKING:
    from pathlib import Path

    from ..shell import Run

NO_DATE = "---\ntitle: Broken\npublished: someday\n---\nText.\n"


def test_documents(run: Run, shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table shows each id whole, also on a narrow terminal, for that is what `remove` wants."""
    monkeypatch.setenv("COLUMNS", "80")
    head, row, *_ = run("documents", "--index", shipped).out.splitlines()
    assert head.split() == ["id", "title", "source", "author", "published", "characters"]
    assert row.split()[0] == ARTICLE


def test_documents_for_a_program(run: Run, shipped: Path) -> None:
    """With --json a list holds the record of each document."""
    assert json.loads(run("documents", "--json", "--index", shipped).out) == [
        {
            "id": ARTICLE, "title": "Trump and Xi meet in Busan", "source": "Reuters",
            "author": "Rodney Mbua", "published": "2025-10-30", "url": None, "language": "en",
            "collection": "corpus", "characters": 3331,
        }
    ]  # fmt: skip


def test_documents_with_their_text(run: Run, shipped: Path) -> None:
    """--text adds the text to each record, so that every span of a citation can be looked up in it."""
    (record,) = json.loads(run("documents", "--json", "--text", "--index", shipped).out)
    (row,) = run("ask", "--json", "What did Rubio say about Taiwan?", "--index", shipped).rows
    (citation,) = row["citations"]
    assert record["text"][citation["start"] : citation["end"]] == citation["quote"]
    assert len(record["text"]) == record["characters"]
    shown = run("documents", "--text", "--index", shipped).out
    assert shown == f"{ARTICLE}: Trump and Xi meet in Busan\n\n{record['text']}\n"


def test_add(run: Run, own: Path, articles: Path) -> None:
    """Good files are added around a bad one, which is named; the exit status tells of it."""
    bad = articles / "broken.md"
    bad.write_text(NO_DATE, encoding="utf-8")
    done = run("add", articles / "ferries.md", bad, articles / "bridge.md", "--index", own)
    assert done.status == 1
    assert done.out == (
        "added ferries: “Ferries return to Lisbon”, 1 passages\n"
        "added bridge: “Bridge closes in Porto”, 1 passages\n"
    )
    assert len(re.findall(f"^rapporteur: {re.escape(str(bad))}:3: ", done.err, re.MULTILINE)) == 1
    (row,) = run("ask", "--json", "When will the ferries of Lisbon run again?", "--index", own).rows
    assert row["citations"][0]["document"] == "ferries"


def test_add_a_page_that_is_not_public(run: Run, own: Path) -> None:
    """An address on the machine itself is refused in one line, and what else was named is added."""
    done = run("add", "http://localhost:1/x", "--index", own)
    said = "localhost is no machine of the public internet; save the page and add the file"
    assert (done.status, done.err) == (1, f"rapporteur: http://localhost:1/x: {said}\n")


def test_remove(run: Run, own: Path) -> None:
    """A removed document is named by its title and is gone."""
    done = run("remove", ARTICLE, "--index", own)
    assert (done.status, done.out) == (0, f"removed {ARTICLE}: “Trump and Xi meet in Busan”\n")
    assert run("documents", "--json", "--index", own).out == "[]\n"


def test_remove_what_is_not_there(run: Run, own: Path) -> None:
    """An unknown id is one line with the command that lists them."""
    message = "no document has the id 'nowhere'; `rapporteur documents` lists them"
    refused(run("remove", "nowhere", "--index", own), message)


@pytest.mark.parametrize("command", [["documents"], ["add", __file__], ["remove", "x"]])
def test_without_an_index(run: Run, tmp_path: Path, command: list[str]) -> None:
    """A command that needs an index says in one line where none is and how to make one."""
    message = f"{tmp_path / INDEX_FILE}: no index here; run `rapporteur build`"
    refused(run(*command, "--index", tmp_path), message)


def test_add_replaces_only_what_it_may(run: Run, own: Path, articles: Path) -> None:
    """Two files of one id don't end as one, unless that is said; what is replaced is told."""
    other = articles / "bridge.txt"
    other.write_text("Another bridge.", encoding="utf-8")
    done = run("add", articles / "bridge.md", other, "--index", own)
    assert (done.status, done.out) == (1, "added bridge: “Bridge closes in Porto”, 1 passages\n")
    assert f'rapporteur: {other}: its id "bridge" is that of a file before it; ' in done.err
    assert run("add", articles / "bridge.md", "--index", own).out.startswith("unchanged bridge: ")
    done = run("add", "--replace", other, "--index", own)
    assert (done.status, done.out) == (0, "replaced bridge: “bridge”, 1 passages\n")


def test_what_was_misread_once_is_kept_and_not_shown(run: Run, tmp_path: Path) -> None:
    """C1 characters stay in a text, so that quotes are its words, and never reach a terminal."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferry.md").write_text(
        "# Fer\x9bry\n\nThe ferry to Lima cost nine\x83 crowns.", encoding="utf-8"
    )
    options = ("--corpus", folder, "--index", tmp_path / "index")
    assert run("build", *options, "--reader", "none").status == 0
    plain, told = (
        run("ask", "What did the ferry to Lima cost?", *options, *more) for more in ((), ("--json",))
    )
    assert "nine crowns" in plain.out
    assert "\x83" not in plain.out + told.out
    (citation,) = json.loads(told.out)["citations"]
    assert citation["quote"] == "The ferry to Lima cost nine\x83 crowns."
    assert citation["title"] == "Ferry"
