"""`rapporteur build`, and the index that other commands build when it is missing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from index.building.build import INDEX_FILE
from index.storage.embedded import open_store

from ..shell import refused

if TYPE_CHECKING:
    from pathlib import Path

    from ..shell import Run

NO_DATE = "---\ntitle: Broken\npublished: someday\n---\nText.\n"


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
    ferries = articles / "ferries.md"
    ferries.write_text(ferries.read_text(encoding="utf-8").replace("May 3", "June 9"), encoding="utf-8")
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


def test_ask_builds_an_index_whose_first_build_was_killed(run: Run, articles: Path, tmp_path: Path) -> None:
    """What that left behind counts as no index, for every command that builds a missing one."""
    open_store(tmp_path / "index" / INDEX_FILE, create=True).close()
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


def test_an_empty_folder_takes_nothing_away(run: Run, articles: Path, tmp_path: Path) -> None:
    """A folder that is empty, or not mounted yet, leaves the index as it is, says so and exits 1; --prune
    takes it at its word."""
    index, empty = tmp_path / "index", tmp_path / "empty"
    empty.mkdir()
    run("build", "--corpus", articles, "--index", index, "--reader", "none")
    args = ("--corpus", empty, "--index", index, "--reader", "none")
    done = run("build", *args)
    assert (done.status, done.out) == (1, "")
    assert done.err.splitlines()[-3].startswith(f"rapporteur: {empty}: the folder holds no documents; ")
    assert done.err.splitlines()[-2:] == [
        "kept, for the folder has no article that can be read (--prune removes them): bridge, ferries",
        f"{index}: 2 unchanged, 1 with problems; 0 passages embedded",
    ]
    (empty / "bridge.md").write_text(NO_DATE, encoding="utf-8")
    assert "(--prune removes them): bridge, ferries\n" in run("build", *args).err
    assert len(json.loads(run("documents", "--json", "--index", index).out)) == 2
    assert "2 removed, 1 with problems" in run("build", "--prune", *args).err
    assert json.loads(run("documents", "--json", "--index", index).out) == []
