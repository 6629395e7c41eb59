"""The commands on a PostgreSQL database, which RAPPORTEUR_DATABASE names."""

from __future__ import annotations

import json
import pathlib
import re
import secrets
import sys
from typing import TYPE_CHECKING
from urllib.parse import quote

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from index.building.build import INDEX_FILE

from ..shell import refused
from ..shipped import ARTICLE, CORPUS_FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ..shell import Run

UNREADABLE = (
    "the database's address can't be read; it is like postgresql://user:password@host:5432/name, and a "
    "password in it has %40 for @ and %2F for /"
)
ASKED = "What did Rubio say about Taiwan?"


def unlike(row: dict[str, object]) -> dict[str, object]:
    """An outcome without what differs from one time to the next."""
    return {key: value for key, value in row.items() if key != "elapsed_ms"}


@pytest.fixture
def database(empty_index: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> str:
    """The database that the commands use."""
    address = empty_index()
    monkeypatch.setenv("RAPPORTEUR_DATABASE", address)
    return address


@pytest.fixture
def moved(database: str, run: Run, own: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of which the index was moved into the database: only the models are left."""
    monkeypatch.delenv("RAPPORTEUR_DATABASE")
    done = run("move", "--to", database, "--index", own)
    assert done.status == 0
    assert re.fullmatch("the database: 1 documents, 13 passages, version [0-9a-f]{12}\n", done.out)
    monkeypatch.setenv("RAPPORTEUR_DATABASE", database)
    (own / INDEX_FILE).unlink()
    return own


def test_what_was_moved_answers_alike(
    run: Run, moved: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Word for word, with the same scores and the same version as the embedded index."""
    (there,) = run("ask", "--json", "--passages", 9, ASKED, "--index", moved).rows
    monkeypatch.delenv("RAPPORTEUR_DATABASE")
    (here,) = run("ask", "--json", "--passages", 9, ASKED, "--index", shipped).rows
    assert unlike(there) == unlike(here)
    assert there["status"] == "answered"


def test_articles_come_and_go(run: Run, moved: Path, articles: Path) -> None:
    """`add`, `documents`, `remove` and `build` change the database, and nothing beside the models."""
    assert run("add", articles / "ferries.md", "--index", moved).status == 0
    assert run("remove", ARTICLE, "--index", moved).status == 0
    rows = json.loads(run("documents", "--json", "--index", moved).out)
    assert [row["id"] for row in rows] == ["ferries"]
    told = run("build", "--corpus", CORPUS_FOLDER, "--index", moved, "--reader", "none").err
    assert f"left out, for they were removed (--prune brings them back): {ARTICLE}" in told
    assert not (moved / INDEX_FILE).exists()


def test_back_into_a_folder(run: Run, moved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`move --to FOLDER` takes the models along, so that the folder answers by itself."""
    assert run("move", "--to", tmp_path / "back", "--index", moved).status == 0
    monkeypatch.delenv("RAPPORTEUR_DATABASE")
    (row,) = run("ask", "--json", ASKED, "--index", tmp_path / "back").rows
    assert row["status"] == "answered"


def test_doctor_names_the_server(run: Run, moved: Path) -> None:
    """Its version and pgvector's, before all else."""
    done = run("doctor", "--corpus", CORPUS_FOLDER, "--index", moved)
    assert done.status == 0
    assert done.out.startswith("ok  database: postgresql://")
    assert ": PostgreSQL 18" in done.out.splitlines()[0]
    assert "vector 0.8" in done.out.splitlines()[0]


def test_a_damaged_index_is_built_anew(run: Run, moved: Path, database: str) -> None:
    """`build` says so, and with --force puts it right, keeping what can be read."""
    from contextlib import closing

    from index.storage.postgres.library import PostgresLibrary

    with closing(PostgresLibrary.open(database)) as library:
        library.change("UPDATE history SET format = 3")
    build = ("build", "--corpus", CORPUS_FOLDER, "--index", moved, "--reader", "none")
    done = run(*build)
    assert done.status == 1
    assert "its rows are of format 3, this program reads 4); run `rapporteur build --force`" in done.err
    assert run(*build, "--force").status == 0
    assert run("ask", ASKED, "--index", moved).status == 0


def test_a_second_machine_needs_the_models_alone(run: Run, moved: Path, tmp_path: Path) -> None:
    """Where they are missing that is told, and nothing built with others; `build` places them, and embeds
    nothing anew."""
    ask = ("ask", ASKED, "--corpus", CORPUS_FOLDER, "--index", tmp_path)
    done = run(*ask)
    assert (done.status, done.out) == (1, "")
    assert "run `rapporteur build" in done.err
    done = run("build", "--corpus", CORPUS_FOLDER, "--index", tmp_path, "--reader", "none")
    assert done.err.endswith("1 unchanged; 0 passages embedded\n")
    assert run(*ask).status == 0


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("mysql://here/x", "RAPPORTEUR_DATABASE must be like postgresql://user:password@host:5432/name"),
        ("postgresql://[::1/x", UNREADABLE),
        ("postgresql://ann:sec@ret@127.0.0.1:1/summit", UNREADABLE),
        ("postgresql://ann:sec/ret@127.0.0.1:1/summit", UNREADABLE),
        ("postgresql://ann:12/ret@127.0.0.1:1/summit", UNREADABLE),
    ],
)
def test_no_address(run: Run, own: Path, monkeypatch: pytest.MonkeyPatch, address: str, told: str) -> None:
    """What can't be an address is told before anything is built, and no part of a password that is written
    with an @ or a / in it is shown as the host's."""
    monkeypatch.setenv("RAPPORTEUR_DATABASE", address)
    refused(run("documents", "--index", own), told, 2)


def test_a_server_that_is_away(run: Run, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line says where it was looked for; the password isn't in it."""
    monkeypatch.setenv("RAPPORTEUR_DATABASE", "postgresql://ann:secret@127.0.0.1:1/summit")
    done = run("documents", "--index", own)
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    assert done.err.startswith("rapporteur: postgresql://127.0.0.1:1/summit: connection")
    assert done.err.endswith("see that the server runs and try again\n")
    assert "secret" not in done.err


def test_moved_where_nothing_can_be(run: Run, own: Path) -> None:
    """An address with a slip in it is no folder: none is made of its password's name."""
    to = "postgresq://ann:secret@127.0.0.1/summit"
    message = "--to must be like postgresql://user:password@host:5432/name, or a folder"
    refused(run("move", "--to", to, "--index", own), message, 2)
    assert not pathlib.Path("postgresq:").exists()


def test_a_right_that_is_missing(run: Run, own: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the user lacks is told, and that it must be given."""
    role = f"half_{secrets.token_hex(4)}"
    with psycopg.connect(database, autocommit=True) as server:
        server.execute(f"CREATE ROLE {role} LOGIN")
    limited = conninfo_to_dict(database) | {"user": role}
    place = quote(str(limited["host"]), safe="")
    monkeypatch.setenv("RAPPORTEUR_DATABASE", f"postgresql://{role}@{place}/{limited['dbname']}")
    done = run("documents", "--index", own)
    with psycopg.connect(database, autocommit=True) as server:
        server.execute(f"DROP ROLE {role}")
    assert "permission denied" in done.err
    assert done.err.endswith("; give that right to the user and try again\n")


def test_the_extra_may_be_missing(run: Run, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What must be installed is told."""
    monkeypatch.setenv("RAPPORTEUR_DATABASE", "postgresql://127.0.0.1:1/summit")
    monkeypatch.setitem(sys.modules, "psycopg_pool", None)
    message = "PostgreSQL needs the extra `postgres`; install it: pip install '.[postgres]'"
    refused(run("documents", "--index", own), message, 2)
