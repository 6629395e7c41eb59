"""A memory, empty: in a file, and in a database of PostgreSQL's."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.memory.memory import Memory
from bot.memory.opening import open_memory
from bot.memory.postgres.memory import PostgresMemory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.memory.records import Records

TABLES = "answer, vote, setting, meta, fact, golden, held, process, interaction, turn"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Memory]:
    """A memory in a file."""
    with closing(Memory.open(tmp_path / "memory.sqlite3", create=True)) as memory:
        yield memory


@pytest.fixture(scope="session")
def address(new_database: Callable[[], str]) -> str:
    """Where there is a database for the tests that empty it."""
    return new_database()


@pytest.fixture(scope="session")
def opened(address: str) -> Iterator[PostgresMemory]:
    """The memory in it."""
    with closing(PostgresMemory.open(address, create=True)) as memory:
        yield memory


@pytest.fixture
def shared(opened: PostgresMemory) -> PostgresMemory:
    """A memory in a database, emptied."""
    opened.change(f"TRUNCATE {TABLES} CASCADE")
    return opened


@pytest.fixture
def another(shared: PostgresMemory, address: str) -> Iterator[PostgresMemory]:
    """Another process's way to it."""
    with closing(PostgresMemory.open(address)) as memory:
        yield memory


@pytest.fixture(params=["file", "shared"])
def memory(request: pytest.FixtureRequest) -> Records:
    """Either of them."""
    found: Records = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def place(memory: Records) -> str:
    """Where it is."""
    return memory.address if isinstance(memory, PostgresMemory) else str(memory.path)


@pytest.fixture
def again(place: str) -> Iterator[Records]:
    """Another connection to the memory."""
    with closing(open_memory(place)) as memory:
        yield memory
