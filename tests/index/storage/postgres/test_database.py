"""A PostgreSQL database of ours: made, brought up to date, changed whole or not at all, reached again."""

from __future__ import annotations

import io
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

import pytest

from index.errors import IndexCorrupt, IndexMissing, IndexUnavailable, UsageError
from index.storage.postgres.database import PostgresDatabase
from index.storage.postgres.failures import shown_address
from index.storage.postgres.layout import Extension, PostgresLayout

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST = ("CREATE TABLE fruit (name text NOT NULL)",)
SECOND = ("ALTER TABLE fruit ADD COLUMN weight integer", "UPDATE fruit SET weight = 7")
LAYOUT = PostgresLayout(
    name="basket",
    schema="basket",
    key=17,
    migrations=(FIRST,),
    extensions=(),
    one_writer=True,
    session=(("work_mem", "5MB"),),
    missing="make one",
    mend="throw it away",
    absent=IndexMissing,
    corrupt=IndexCorrupt,
    unavailable=IndexUnavailable,
)


class Basket(PostgresDatabase):
    layout: ClassVar[PostgresLayout] = LAYOUT


class Weighed(Basket):
    layout: ClassVar[PostgresLayout] = replace(LAYOUT, migrations=(FIRST, SECOND))


class Patched(Basket):
    layout: ClassVar[PostgresLayout] = replace(
        LAYOUT, extensions=(Extension("no_such_thing", (1, 2), "nothing"),)
    )


class Latest(Basket):
    layout: ClassVar[PostgresLayout] = replace(LAYOUT, extensions=(Extension("vector", (9, 0), "pgvector"),))


class Shared(Basket):
    layout: ClassVar[PostgresLayout] = replace(LAYOUT, one_writer=False)


@pytest.fixture
def basket(database: str) -> Iterator[Basket]:
    """An empty one."""
    with closing(Basket.open(database, create=True)) as basket:
        yield basket


def names(basket: PostgresDatabase) -> list[str]:
    return [row[0] for row in basket.rows("SELECT name FROM fruit ORDER BY 1")]


def test_it_is_made_when_asked_for_and_kept(database: str) -> None:
    """Without ``create`` an empty database is refused with what to do; once made, it keeps what it was
    given."""
    with pytest.raises(IndexMissing) as caught:
        Basket.open(database)
    assert str(caught.value) == f"{shown_address(database)}: no basket here; make one"
    with closing(Basket.open(database, create=True)) as basket:
        assert basket.change("INSERT INTO fruit VALUES (%s), (%s)", "fig", "kiwi") == 2
    with closing(Basket.open(database)) as basket:
        assert names(basket) == ["fig", "kiwi"]


def test_connections_have_the_settings_of_the_component(basket: Basket) -> None:
    """Each one that is made."""
    assert basket.value("SHOW work_mem") == "5MB"
    assert basket.value("SHOW statement_timeout") == "1min"


def test_an_older_one_is_brought_up_to_date_once(database: str) -> None:
    """What lies in a component of an older version stays, and several programs that start at once migrate it
    once."""
    with closing(Basket.open(database, create=True)) as basket:
        basket.change("INSERT INTO fruit VALUES ('fig')")
    with ThreadPoolExecutor(3) as several:
        opened = list(several.map(lambda _: Weighed.open(database), range(3)))
    for basket in opened:
        assert basket.rows("SELECT name, weight FROM fruit") == [("fig", 7)]
        basket.close()


def test_a_newer_one_is_refused(database: str) -> None:
    """A program that is older than the tables leaves them alone."""
    Weighed.open(database, create=True).close()
    with pytest.raises(IndexCorrupt, match="its basket is of version 2, this program reads 1; update Rapp"):
        Basket.open(database)


def test_components_lie_side_by_side(database: str) -> None:
    """Each component has its tables to itself, whatever the others call theirs."""

    class Other(Basket):
        layout = replace(LAYOUT, name="bowl", schema="bowl", key=18)

    with (
        closing(Basket.open(database, create=True)) as basket,
        closing(Other.open(database, create=True)) as bowl,
    ):
        basket.change("INSERT INTO fruit VALUES ('fig')")
        assert names(basket) == ["fig"]
        assert names(bowl) == []


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (Patched, "the server hasn't the extension 'no_such_thing'; install nothing 1.2 or newer there"),
        (
            Latest,
            r"its extension 'vector' is of version 0\.\d+\.\d+; 9.0 or newer is needed: update pgvector",
        ),
    ],
)
def test_an_extension_that_is_missing_is_named(database: str, kind: type[Basket], told: str) -> None:
    """A server without what the tables need is refused with what to install."""
    with pytest.raises(IndexUnavailable, match=told):
        kind.open(database, create=True)


@pytest.mark.parametrize(
    ("address", "error", "told"),
    [
        (
            "postgresql://ann:secret@127.0.0.1:1/summit",
            IndexUnavailable,
            "postgresql://127.0.0.1:1/summit: connection",
        ),
        ("postgresql://ann:secret@[::1/x", UsageError, "the database's address can't be read"),
    ],
)
def test_a_server_that_is_away_is_told(address: str, error: type[Exception], told: str) -> None:
    """The message says where and never who with which password."""
    with pytest.raises(error) as caught:
        Basket.open(address, create=True)
    assert told in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_transaction_is_whole_or_nothing(basket: Basket) -> None:
    """What fails takes back everything, also of the transactions inside."""

    def change() -> None:
        with basket.transaction():
            with basket.transaction():
                basket.change_many("INSERT INTO fruit VALUES (%s)", [("fig",), ("kiwi",)])
            basket.copy("fruit", "name", [["plum"]])
            assert names(basket) == ["fig", "kiwi", "plum"]
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    assert names(basket) == []
    assert not basket.in_transaction


def test_a_statement_that_failed_spoils_its_transaction(basket: Basket) -> None:
    """An error that was passed over doesn't make the rest of a transaction vanish unnoticed."""

    def change() -> None:
        with basket.transaction():
            basket.change("INSERT INTO fruit VALUES ('fig')")
            with pytest.raises(IndexCorrupt, match="throw it away"):
                basket.change("INSERT INTO fruit VALUES (NULL)")

    with pytest.raises(IndexUnavailable, match="nothing was changed"):
        change()
    assert names(basket) == []


def test_a_snapshot_is_of_one_moment(basket: Basket) -> None:
    """What others commit meanwhile is seen after it, by the same thread, and at once by others."""
    with ThreadPoolExecutor(1) as other, basket.snapshot():
        assert names(basket) == []
        other.submit(basket.change, "INSERT INTO fruit VALUES ('fig')").result()
        assert other.submit(names, basket).result() == ["fig"]
        assert names(basket) == []
    assert names(basket) == ["fig"]


def test_writers_come_one_after_the_other(database: str, basket: Basket) -> None:
    """What a transaction reads stays as it is until its end, with ``one_writer``: the next one waits."""
    began = threading.Event()

    def second() -> list[str]:
        with closing(Basket.open(database)) as other:
            began.set()
            with other.transaction():
                return names(other)

    with ThreadPoolExecutor(1) as pool:
        with basket.transaction():
            waiting = pool.submit(second)
            assert began.wait(10)
            basket.change("INSERT INTO fruit VALUES ('fig')")
        assert waiting.result(10) == ["fig"]


def test_writers_need_not_wait(database: str) -> None:
    """Without ``one_writer`` transactions that touch different rows go on side by side."""
    with (
        closing(Shared.open(database, create=True)) as basket,
        ThreadPoolExecutor(1) as pool,
        basket.transaction(),
    ):
        basket.change("INSERT INTO fruit VALUES ('fig')")
        assert pool.submit(basket.change, "INSERT INTO fruit VALUES ('kiwi')").result(10) == 1


def test_more_threads_than_connections(database: str) -> None:
    """Those that find none free wait for their turn; nobody's transaction gets another's statements."""
    with closing(Shared.open(database, create=True)) as basket, ThreadPoolExecutor(12) as threads:

        def put(number: int) -> list[object]:
            with basket.transaction():
                basket.change("INSERT INTO fruit VALUES (%s)", f"fruit {number}")
                return basket.rows("SELECT name FROM fruit WHERE xmin = pg_current_xact_id()::xid")

        assert [*threads.map(put, range(40))] == [[(f"fruit {n}",)] for n in range(40)]
        assert len(names(basket)) == 40


def test_statements_are_sent_together(basket: Basket) -> None:
    """Each has its own rows; one that fails spoils those beside it."""
    basket.change("INSERT INTO fruit VALUES ('fig')")
    asked = ("SELECT name FROM fruit", ()), ("SELECT %(a)s + %(b)s", {"a": 1, "b": 2})
    assert basket.rows_of(*asked) == [[("fig",)], [(3,)]]
    with basket.snapshot():
        assert basket.rows_of(*asked) == [[("fig",)], [(3,)]]
    with pytest.raises(IndexCorrupt):
        basket.rows_of(("INSERT INTO fruit VALUES ('kiwi')", ()), ("SELECT 1 / 0", ()))
    assert names(basket) == ["fig"]


def cut(database: str) -> None:
    """End every connection of the program, as a server does that is stopped."""
    with closing(Shared.open(database)) as other:
        other.rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_lost_connections_are_replaced(database: str, basket: Basket) -> None:
    """After all connections were cut, reading and changing go on as if nothing had been."""
    basket.change("INSERT INTO fruit VALUES ('fig')")
    cut(database)
    assert names(basket) == ["fig"]
    cut(database)
    basket.change("INSERT INTO fruit VALUES ('kiwi')")
    cut(database)
    with basket.snapshot():
        assert names(basket) == ["fig", "kiwi"]


def test_a_lost_connection_is_no_line_in_the_log(
    database: str, basket: Basket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the client's own, which come by the dozen a second while a server is away: our errors tell it."""
    log = io.StringIO()
    monkeypatch.setattr(logging.getLogger(), "handlers", [logging.StreamHandler(log)])
    cut(database)
    assert names(basket) == []
    assert log.getvalue() == ""


def test_a_transaction_that_was_cut_is_told(database: str, basket: Basket) -> None:
    """What was under way can't be known to have been done, so it isn't done again by itself."""

    def change() -> None:
        with basket.transaction():
            basket.change("INSERT INTO fruit VALUES ('fig')")
            cut(database)
            basket.change("INSERT INTO fruit VALUES ('kiwi')")

    with pytest.raises(IndexUnavailable):
        change()
    assert names(basket) == []
