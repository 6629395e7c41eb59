"""The implementations that the contract is held against; another is one more line here."""

from __future__ import annotations

from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Protocol

import pytest

from index.storage.embedded import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.storage.store import Store


class Opened(Protocol):
    def __call__(self, name: str = "one") -> Store: ...


def embedded(folder: Path, name: str) -> Store:
    return open_store(folder / f"{name}.sqlite3", create=True)


IMPLEMENTATIONS: dict[str, Callable[[Path, str], Store]] = {"embedded": embedded}
"""Each opens the store of a name, which is empty at first, in a folder of one test's own."""


@pytest.fixture(params=IMPLEMENTATIONS)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """Opens the store of a name; once more, as another process would."""
    with ExitStack() as stack:

        def opened(name: str = "one") -> Store:
            return stack.enter_context(closing(IMPLEMENTATIONS[request.param](tmp_path, name)))

        yield opened


@pytest.fixture
def store(opened: Opened) -> Store:
    """An empty store."""
    return opened()
