"""The commands that change an index: build, add, remove, and the documents that they list."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from index.building.build import INDEX_FILE
from index.storage.sqlite.store import Store

from ..shell import refused
from ..shipped import ARTICLE

if TYPE_CHECKING:
    from pathlib import Path

    from ..shell import Run

FERRIES = """\
---
title: Ferries return to Lisbon
source: The Gazette
---
Transport Minister Clara Nunes said the river ferries of Lisbon will run again on May 3.
"""
BRIDGE = """\
---
title: Bridge closes in Porto
---
The old bridge of Porto closes on Monday for a year of repairs.
"""
NO_DATE = "---\ntitle: Broken\npublished: someday\n---\nText.\n"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of two good articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferries.md").write_text(FERRIES, encoding="utf-8")
    (folder / "bridge.md").write_text(BRIDGE, encoding="utf-8")
    return folder


def test_ask_builds_a_missing_index(run: Run, articles: Path, tmp_path: Path) -> None:
    """Without an index one is built first: progress on stderr alone, the answer alone on stdout."""
    index = tmp_path / "index"
    done = run("ask", "--json", "When will the ferries run again?", "--corpus", articles, "--index", index)
    assert done.status == 0
    assert done.rows[0]["citations"][0]["document"] == "ferries"
    assert done.err.splitlines()[-1] == f"{index}: 2 added or changed; 2 passages embedded"
    assert "embedding 2 documents …" in done.err
    again = run("ask", "--json", "When will the ferries run again?", "--corpus", articles, "--index", index)
    assert (again.err, again.rows[0]["answer"]) == ("", done.rows[0]["answer"])


def test_ask_without_a_corpus_to_build_from(run: Run, tmp_path: Path) -> None:
    """Where neither index nor corpus is, the corpus is named."""
    done = run("ask", "who?", "--corpus", tmp_path / "nowhere", "--index", tmp_path / "index")
    refused(done, f"{tmp_path / 'nowhere'}: no such folder; make it, or name another")


def test_build_twice(run: Run, articles: Path, tmp_path: Path) -> None:
    """A second build keeps what did not change, takes in what did and drops what is gone."""
    index = tmp_path / "index"
    args = ("--corpus", articles, "--index", index, "--reader", "none")
    assert run("build", *args).err.endswith(f"{index}: 2 added or changed; 2 passages embedded\n")
    assert run("build", *args).err.endswith(f"{index}: 2 unchanged; 0 passages embedded\n")
    (articles / "ferries.md").write_text(FERRIES.replace("May 3", "June 9"), encoding="utf-8")
    (articles / "bridge.md").unlink()
    last = run("build", *args)
    assert (last.status, last.out) == (0, "")
    assert last.err.endswith(f"{index}: 1 added or changed, 1 removed; 1 passages embedded\n")


def test_build_with_one_bad_file(run: Run, articles: Path, tmp_path: Path) -> None:
    """A bad file is named in one line and exit status 1, and the others are in the index."""
    (articles / "broken.md").write_text(NO_DATE, encoding="utf-8")
    index = tmp_path / "index"
    done = run("build", "--corpus", articles, "--index", index, "--reader", "none")
    assert done.status == 1
    (problem,) = [line for line in done.err.splitlines() if line.startswith("rapporteur: ")]
    assert f"{articles / 'broken.md'}:3: " in problem
    assert "2 added or changed" in done.err
    assert [row["id"] for row in json.loads(run("documents", "--json", "--index", index).out)] == [
        "bridge",
        "ferries",
    ]


def test_build_over_a_foreign_file(run: Run, articles: Path, tmp_path: Path) -> None:
    """A file that is no index is left alone, unless --force makes the index anew."""
    (tmp_path / INDEX_FILE).write_bytes(b"my diary, which is not a database at all" * 30)
    args = ("--corpus", articles, "--index", tmp_path, "--reader", "none")
    done = run("build", *args)
    assert done.status == 1
    assert done.err.splitlines()[-1].endswith("run `rapporteur build --force`")
    assert run("build", *args, "--force").status == 0
    assert len(json.loads(run("documents", "--json", "--index", tmp_path).out)) == 2


def test_an_unknown_precision(run: Run, articles: Path, tmp_path: Path) -> None:
    """A precision that there isn't is named with the two that there are."""
    done = run("build", "--precision", "fp8", "--corpus", articles, "--index", tmp_path)
    refused(done, "--precision fp8: it is int8 or fp32", 2)


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


def test_ask_builds_an_index_whose_first_build_was_killed(run: Run, articles: Path, tmp_path: Path) -> None:
    """What that left behind counts as no index, for every command that builds a missing one."""
    Store.open(tmp_path / "index" / INDEX_FILE, create=True).close()
    refused(
        run("documents", "--index", tmp_path / "index"),
        f"{tmp_path / 'index'}: an index that was never built; run `rapporteur build`",
    )
    args = ("--corpus", articles, "--index", tmp_path / "index")
    done = run("ask", "--json", "When will the ferries run again?", *args)
    assert (done.status, done.rows[0]["status"]) == (0, "answered")


def test_build_says_what_it_keeps_and_what_it_removes(run: Run, articles: Path, tmp_path: Path) -> None:
    """A build undoes neither `add` nor `remove`, unless it is to prune; each is named."""
    index = tmp_path / "index"
    args = ("--corpus", articles, "--index", index, "--reader", "none")
    run("build", *args)
    (tmp_path / "mill.md").write_text("The mill of Porto grinds on.", encoding="utf-8")
    run("add", tmp_path / "mill.md", "--index", index)
    run("remove", "ferries", "--index", index)
    assert run("build", *args).err.splitlines()[-3:] == [
        "kept, for they were added (--prune removes them): mill",
        "left out, for they were removed (--prune brings them back): ferries",
        f"{index}: 2 unchanged; 0 passages embedded",
    ]
    assert run("build", "--prune", *args).err.splitlines()[-2:] == [
        "removed, for the folder has them no more: mill",
        f"{index}: 1 added or changed, 1 unchanged, 1 removed; 1 passages embedded",
    ]


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
