"""The implementations that the contract is held against; another is one more line here."""

from __future__ import annotations

from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Protocol

import pytest

from index.storage.embedded import open_store
from index.storage.postgres.store import open_postgres_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.storage.store import Store


class Opened(Protocol):
    def __call__(self, name: str = "one") -> Store: ...


class Implementation(Protocol):
    """Opens the store of a name, which is empty at first, for one test."""

    def __call__(self, name: str) -> Store: ...


class Embedded:
    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._folder: Path = request.getfixturevalue("tmp_path")

    def __call__(self, name: str) -> Store:
        return open_store(self._folder / f"{name}.sqlite3", create=True)


class Postgres:
    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._borrow: Callable[[], str] = request.getfixturevalue("empty_index")
        self._addresses: dict[str, str] = {}

    def __call__(self, name: str) -> Store:
        if name not in self._addresses:
            self._addresses[name] = self._borrow()
        return open_postgres_store(self._addresses[name], create=True)


IMPLEMENTATIONS: dict[str, Callable[[pytest.FixtureRequest], Implementation]] = {
    "embedded": Embedded,
    "postgres": Postgres,
}


@pytest.fixture(params=IMPLEMENTATIONS)
def opened(request: pytest.FixtureRequest) -> Iterator[Opened]:
    """Opens the store of a name; once more, as another process would."""
    with ExitStack() as stack:
        implementation = IMPLEMENTATIONS[request.param](request)

        def opened(name: str = "one") -> Store:
            return stack.enter_context(closing(implementation(name)))

        yield opened


@pytest.fixture
def store(opened: Opened) -> Store:
    """An empty store."""
    return opened()
