"""``rapporteur backup`` and ``restore``: what is saved while the bot writes, and what is put back."""

from __future__ import annotations

import re
import shutil
import threading
import zipfile
from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING

import pytest

import bot.cli  # noqa: F401  # the commands are its
from bot.backup.restoring import restore
from bot.backup.saving import save
from bot.errors import BackupError, MemoryUnavailable
from bot.memory.memory import Memory
from index import Document, Engine
from index.building.built import is_built
from index.building.saved import INDEX_FILE, index_copier
from index.errors import IndexUnavailable
from index.storage.sqlite.library import SQLiteLibrary

from ...index.shell import program, refused
from ...index.shipped import copied_index, shipped_index

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ...index.shell import Run

GUILD = 7
ASKED = "What did Bessent say about soybeans?"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs the program in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return program(monkeypatch, capsys)


@pytest.fixture
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that a test may change."""
    return copied_index(tmp_path_factory)


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """A memory with one setting of a server."""
    path = tmp_path / "bot" / "memory.sqlite3"
    with closing(Memory.open(path, create=True)) as opened:
        opened.set(GUILD, "threads", True)
    return path


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the shipped index and a memory with one setting."""
    folder = tmp_path_factory.mktemp("saved")
    with closing(Memory.open(folder / "m", create=True)) as opened:
        opened.set(GUILD, "threads", True)
    save(shipped_index(tmp_path_factory), folder / "m", folder / "b")
    return folder / "b"


def settings(memory: Path) -> dict[str, object]:
    with closing(Memory.open(memory)) as opened:
        return opened.settings(GUILD)


def documents(index: Path) -> set[str]:
    with closing(SQLiteLibrary.open(index / INDEX_FILE)) as library:
        return {stored.document.id for stored in library.documents()}


def test_a_backup_answers_in_an_empty_place(run: Run, saved: Path, tmp_path: Path) -> None:
    """What was saved is put where nothing is, its memory for its owner alone, and answers there."""
    index, memory = tmp_path / "new" / "index", tmp_path / "new" / "kept" / "memory.sqlite3"
    done = run("restore", saved, "--index", index, "--memory", memory)
    assert (done.status, done.out, done.err) == (0, "", "")
    assert (memory.stat().st_mode & 0o777, memory.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert settings(memory) == {"threads": True}
    assert "substantial framework" in run("ask", ASKED, "--index", index).out
    assert not [path for path in index.iterdir() if path.name.startswith(".")]


def test_a_backup_of_an_index_alone(
    run: Run, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    """Where no bot ever ran there is no memory, and none is made."""
    done = run("backup", "b", "--index", shipped_index(tmp_path_factory))
    assert (done.status, done.err) == (0, "")
    assert re.fullmatch(r"b: \d+\.\d MB\n", done.out)
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o600
    assert run("restore", "b").status == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [".rapporteur", "b"]
    assert not (tmp_path / ".rapporteur" / "memory.sqlite3").exists()


def writing(index: Path, memory: Path, stop: threading.Event, begun: threading.Event) -> None:
    """Hold what is to come in the memory, add it to the index, note that it is there, and so on."""
    with Engine.open(index, threads=1) as engine, closing(Memory.open(memory)) as opened:
        for number in count():
            opened.write_note("begun", str(number))
            engine.add(Document(f"d{number:05}", "Title", f"Grain number {number}.", collection=str(GUILD)))
            opened.write_note("done", str(number))
            if number == 0:
                begun.set()
            if stop.is_set():
                return


def test_what_is_saved_while_the_bot_writes_is_of_one_moment(
    index: Path, memory: Path, tmp_path: Path
) -> None:
    """Each backup has all that was done before a moment, and nothing later, in index and memory alike."""
    stop, begun = threading.Event(), threading.Event()
    bot = threading.Thread(target=writing, args=(index, memory, stop, begun))
    bot.start()
    assert begun.wait(30)
    try:
        for number in range(2):
            save(index, memory, tmp_path / f"b{number}")
    finally:
        stop.set()
        bot.join()
    counts = []
    for number in range(2):
        place = tmp_path / f"place{number}"
        restore(tmp_path / f"b{number}", place, place / "m")
        with closing(Memory.open(place / "m")) as opened:
            last = int(opened.note("done"))
            under_way = int(opened.note("begun"))
        held = {name for name in documents(place) if name.startswith("d0")}
        assert len(held) in {last + 1, under_way + 1}
        assert held == {f"d{n:05}" for n in range(len(held))}
        counts.append(len(held))
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


def test_what_is_copied_is_of_the_moment_when_that_began(index: Path, memory: Path, tmp_path: Path) -> None:
    """What is written before the copying is done isn't in it."""
    before = documents(index)
    with closing(Memory.open(memory)) as source, index_copier(index) as copy, source.copier() as copy_memory:
        with Engine.open(index, threads=1) as engine:
            engine.add(Document("later", "Later", "Grain."))
        with closing(Memory.open(memory)) as opened:
            opened.set(GUILD, "threads", False)
        copy(tmp_path)
        copy_memory(tmp_path / "m")
    assert (documents(tmp_path), settings(tmp_path / "m")) == (before, {"threads": True})


def test_a_change_of_the_memory_under_way_is_waited_for(index: Path, memory: Path, tmp_path: Path) -> None:
    """Nothing comes between the two moments: the index can't have what the memory doesn't know yet."""
    saving = threading.Thread(target=save, args=(index, memory, tmp_path / "b"))
    with closing(Memory.open(memory)) as opened, opened.transaction():
        saving.start()
        opened.set(GUILD, "threads", False)
        saving.join(0.2)
    saving.join()
    restore(tmp_path / "b", tmp_path / "new", tmp_path / "new" / "m")
    assert settings(tmp_path / "new" / "m") == {"threads": False}


def test_what_is_there_is_replaced_only_by_force(run: Run, saved: Path, index: Path, memory: Path) -> None:
    """Without it nothing is touched; with it what was added since is gone."""
    with Engine.open(index, threads=1) as engine:
        engine.add(Document("later", "Later", "Grain."))
    with closing(Memory.open(memory)) as opened:
        opened.set(GUILD, "threads", False)
    before = documents(index)
    places = ("--index", index, "--memory", memory)
    there = f"{index} and {memory}: there already; --force puts the backup in its place"
    refused(run("restore", saved, *places), there)
    assert (documents(index), settings(memory)) == (before, {"threads": False})
    assert run("restore", saved, *places, "--force").status == 0
    assert (documents(index), settings(memory)) == (before - {"later"}, {"threads": True})


def test_a_damaged_index_is_replaced_by_force(saved: Path, index: Path, tmp_path: Path) -> None:
    """What can't be read is no hindrance, nor is what SQLite left beside it."""
    (index / INDEX_FILE).write_bytes(b"no index at all")
    (index / f"{INDEX_FILE}-wal").write_bytes(b"nor its log")
    restore(saved, index, tmp_path / "m", force=True)
    assert is_built(index)


def test_nothing_is_put_under_a_running_bot(saved: Path, index: Path, memory: Path) -> None:
    """It would go on with what is no longer there."""
    before = documents(index)
    with closing(Memory.open(memory)) as opened:
        opened.set(GUILD, "threads", False)
        told = re.escape(f"{memory}: another process has it open; stop that first")
        with pytest.raises(MemoryUnavailable, match=f"^{told}$"):
            restore(saved, index, memory, force=True)
    assert (documents(index), settings(memory)) == (before, {"threads": False})


def test_an_index_in_use_is_not_replaced(saved: Path, index: Path, tmp_path: Path) -> None:
    """Whoever has it open would go on with what is no longer there."""
    with closing(SQLiteLibrary.open(index / INDEX_FILE)) as library:
        assert library.documents()
        with pytest.raises(IndexUnavailable, match="another process has it open; stop that first"):
            restore(saved, index, tmp_path / "m", force=True)
    assert not (tmp_path / "m").exists()


def altered(file: Path) -> None:
    """Another article's words, in a zip that is whole."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[f"index/{INDEX_FILE}"] = parts[f"index/{INDEX_FILE}"].replace(b"Busan", b"Seoul")
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def flipped(file: Path) -> None:
    """One bit in the middle."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 4
    file.write_bytes(content)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def foreign(file: Path) -> None:
    file.write_text("no backup")


def newer(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("manifest.json", '{"format": 2, "rapporteur": "9.0.0", "made": "", "files": {}}')


def leading_out(file: Path) -> None:
    record = '{"bytes": 1, "sha256": "x"}'
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../stranger", "x")
        archive.writestr("manifest.json", f'{{"format": 1, "files": {{"../stranger": {record}}}}}')


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (flipped, r"not a backup, or damaged \(.+\); take another backup"),
        (
            altered,
            rf"not a backup, or damaged \(index/{INDEX_FILE} isn't as it was saved\); take another backup",
        ),
        (cut, r"not a backup, or damaged \(.+\); take another backup"),
        (foreign, r"not a backup, or damaged \(File is not a zip file\); take another backup"),
        (leading_out, r"not a backup, or damaged \(its manifest can't be read\); take another backup"),
        (newer, r"of format 2, made by rapporteur 9\.0\.0; this program reads format 1: upgrade it"),
        (lambda file: file.unlink(), "No such file or directory"),
    ],
)
def test_a_damaged_file_is_told_and_changes_nothing(
    run: Run, saved: Path, damage: Callable[[Path], None], told: str, tmp_path: Path, memory: Path
) -> None:
    """Whatever is wrong with it: one line says so, and what is there stays."""
    file = shutil.copy(saved, tmp_path / "b")
    damage(file)
    done = run("restore", file, "--index", tmp_path / "index", "--memory", memory, "--force")
    assert (done.status, done.out) == (1, "")
    assert re.fullmatch(rf"rapporteur: {re.escape(str(file))}: {told}\n", done.err)
    assert settings(memory) == {"threads": True}
    assert list((tmp_path / "index").iterdir()) == []
    assert not (tmp_path / "stranger").exists()


def test_a_backup_that_is_there_is_not_overwritten(run: Run, index: Path, tmp_path: Path) -> None:
    """Unless by force; what can't be written is told, and leaves nothing behind."""
    (tmp_path / "b").write_text("precious")
    refused(
        run("backup", "b", "--index", index),
        "b: is there already; choose another name, or --force to replace it",
    )
    assert (tmp_path / "b").read_text() == "precious"
    assert run("backup", "b", "--index", index, "--force").status == 0
    assert zipfile.is_zipfile(tmp_path / "b")
    refused(run("backup", "no/b", "--index", index), "no/b: can't be written (No such file or directory)")
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


@pytest.mark.parametrize(("command", "tool"), [("backup", "pg_dump"), ("restore", "pg_restore")])
def test_a_database_is_left_to_its_own_tools(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str, tool: str
) -> None:
    """The command that PostgreSQL has is named, without the address, which may hold a password."""
    monkeypatch.setenv("RAPPORTEUR_DATABASE", "postgresql://me:secret@host/bot")
    done = run(command, "b")
    assert done.status == 2
    assert f"which has its own command: {tool} --" in done.err
    assert '"$RAPPORTEUR_DATABASE"' in done.err
    assert "secret" not in done.err


def test_a_backup_of_nothing(run: Run) -> None:
    """There must be an index."""
    refused(run("backup", "b"), ".rapporteur/index.sqlite3: no index here; run `rapporteur build`")


def test_a_memory_in_the_way(saved: Path, memory: Path, tmp_path: Path) -> None:
    """A memory alone is not overwritten either."""
    with pytest.raises(BackupError, match="there already"):
        restore(saved, tmp_path / "index", memory)
    assert not (tmp_path / "index").exists()
