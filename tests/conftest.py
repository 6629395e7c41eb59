"""The order of the tests, and the database server that some need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .postgres_server import _used_indexes, database, empty_index, new_database  # noqa: F401

if TYPE_CHECKING:
    import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest test begins first, so that the other worker isn't done long before it."""
    items.sort(key=lambda item: item.name != "test_the_golden_set")
