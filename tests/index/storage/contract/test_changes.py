"""Contract: changes are whole, told, and seen by whoever else has the store open."""

from __future__ import annotations

import threading
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.document import CORPUS
from index.storage.library import Change

from .records import ids, record, search, shown, texts

if TYPE_CHECKING:
    from index.storage.ingest import Record
    from index.storage.store import Store

    from .conftest import Opened


class Failed(Exception):
    """What a test breaks off with."""


# ---------------------------------------------------------------------- one atomic change


def test_what_fails_leaves_nothing(store: Store) -> None:
    """Not in the library, nor among what is found, though it was looked at meanwhile."""
    store.library.write(add=[record("a")], settings={"encoder": "old"})
    before = shown(store, CORPUS)
    with suppress(Failed), store.library.transaction():
        store.library.write(add=[record("b", "Ships.")], bury=[(CORPUS, "a")], settings={"encoder": "new"})
        assert ids(store) == ["b"]
        assert texts(search(store, "ships")) == ["Ships."]
        raise Failed
    assert shown(store, CORPUS) == before
    assert (store.library.setting("encoder"), store.library.tombstones(CORPUS)) == ("old", set())
    store.library.write(add=[record("c", "Fees.")])
    assert texts(search(store, "ships fees")) == ["Fees.", "Grain."]


def test_a_transaction_inside_another_is_part_of_it(store: Store) -> None:
    """What fails outside takes back what was done inside."""
    with suppress(Failed), store.library.transaction():
        with store.library.transaction():
            store.library.write(add=[record("a")])
        raise Failed
    assert ids(store) == []
    with store.library.transaction(), store.library.transaction():
        store.library.write(add=[record("a")])
    assert ids(store) == ["a"]


def test_a_change_under_way_is_nobody_elses(opened: Opened) -> None:
    """Another reads the state before, and all of the change once it is made."""
    store, other = opened(), opened()
    with store.library.transaction():
        store.library.write(add=[record("a"), record("b")])
        assert ids(other) == []
        assert search(other, "grain") == []
    assert ids(other) == ["a", "b"]
    assert len(search(other, "grain")) == 2


# ---------------------------------------------------------------------- revisions


def test_each_write_makes_another_revision(store: Store) -> None:
    """Of documents or settings; reading makes none."""
    seen = [store.library.revision()]
    for changes in ({"add": [record("a")]}, {"settings": {"k": "v"}}, {"remove": [(CORPUS, "a")]}):
        store.library.write(**changes)  # type: ignore[arg-type]
        seen.append(store.library.revision())
        shown(store, CORPUS)
        assert store.library.revision() == seen[-1]
    assert len(set(seen)) == 4
    assert len({revision.history for revision in seen}) == 1
    assert [revision.change for revision in seen] == sorted(revision.change for revision in seen)


def test_the_changes_since_a_revision_are_told(opened: Opened) -> None:
    """In order, whoever made them: a document that is replaced goes and comes; settings are no document."""
    store, other = opened(), opened()
    store.library.write(add=[record("a")])
    since = other.library.revision()
    assert other.library.changes(since) == []
    store.library.write(add=[record("b", collection="x"), record("a", "Ships.")], settings={"k": "v"})
    other.library.write(bury=[("x", "b"), ("x", "none")])
    told = store.library.changes(since)
    assert told == other.library.changes(since)
    assert told is not None
    assert [change[1:] for change in told] == [
        (CORPUS, "a", False), ("x", "b", True), (CORPUS, "a", True), ("x", "b", False),
    ]  # fmt: skip
    assert [change.number for change in told] == sorted({change.number for change in told})
    assert store.library.changes(store.library.revision()) == []
    assert isinstance(told[0], Change)


def test_another_stores_revision_means_nothing(opened: Opened) -> None:
    """What changed since is then not known."""
    one, two = opened("one"), opened("two")
    for store in (one, two):
        store.library.write(add=[record("a")])
    assert one.library.revision() != two.library.revision()
    assert one.library.changes(two.library.revision()) is None


def test_what_was_taken_back_is_another_history(store: Store) -> None:
    """A revision seen inside a change that failed comes to mean nothing, and is never seen again."""
    store.library.write(add=[record("a")])
    with suppress(Failed), store.library.transaction():
        store.library.write(add=[record("b")])
        inside = store.library.revision()
        raise Failed
    assert store.library.changes(inside) is None
    store.library.write(add=[record("c")])
    assert store.library.revision() != inside
    assert store.library.changes(inside) is None


# ---------------------------------------------------------------------- two at once


def test_another_sees_a_change_at_its_next_call(opened: Opened) -> None:
    """All that it shows is then what the one that made it shows: nothing is held back."""
    store, other = opened(), opened()
    said = "Paul Holm said that grain is sold in Lima on May 3, 2024."
    for changes in (
        {"add": [record("a", said), record("b", "Ships.")]},
        {"add": [record("c", f"{said} Ships wait.", "x")], "remove": [(CORPUS, "b")]},
        {"add": [record("a", "Maria Lopez said that fees stay.")]},
        {"remove": [("x", "c"), (CORPUS, "a")]},
    ):
        before = other.library.revision()
        store.library.write(**changes)  # type: ignore[arg-type]
        assert shown(other, CORPUS, "x") == shown(store, CORPUS, "x")
        assert other.library.revision() != before
        assert other.library.changes(before)


def test_a_snapshot_is_of_one_moment(opened: Opened) -> None:
    """What another commits meanwhile is seen after it, and so is that there was something."""
    store, other = opened(), opened()
    store.library.write(add=[record("a")])
    with store.library.snapshot():
        before = store.library.revision()
        other.library.write(add=[record("b", "Ships.")])
        assert ids(store) == ["a"]
        assert len(search(store, "ships")) == 1
        assert store.library.revision() == before
    assert store.library.revision() != before
    assert ids(store) == ["a", "b"]
    assert len(search(store, "ships")) == 2


def test_threads_that_change_and_search_do_not_wait_for_each_other_for_ever(store: Store) -> None:
    """A search that begins while another thread changes the library is done after it, and that thread can
    search amid its change."""
    store.library.write(add=[record("a")])
    begun = threading.Event()

    def look() -> None:
        begun.set()
        search(store, "grain")

    def change() -> None:
        with store.library.transaction():
            looking.start()
            begun.wait()
            for _ in range(20):  # so that the other comes to the place where it has to wait
                search(store, "grain")

    looking, changing = (threading.Thread(target=work, daemon=True) for work in (look, change))
    changing.start()
    for thread in (changing, looking):
        thread.join(20)
        assert not thread.is_alive()


# ---------------------------------------------------------------------- versions


def test_the_version_follows_the_content_alone(opened: Opened) -> None:
    """Equal documents in any order give the same digits; another text, collection or model gives others."""
    records = [record(slug, text) for slug, text in [("a", "Grain."), ("b", "Ships."), ("c", "Fees.")]]
    variants = {
        "same": (records, "m"),
        "shuffled": ([records[2], records[0], records[1]], "m"),
        "text": ([*records[:2], record("c", "Fees!")], "m"),
        "fewer": (records[:2], "m"),
        "server": ([*records[:2], record("c", "Fees.", "x")], "m"),
        "model": (records, "n"),
    }
    versions = {}
    for name, (added, model) in variants.items():
        library = opened(name).library
        for one in added:
            library.write(add=[one], settings={"encoder": model})
        versions[name] = library.version()
    assert versions["same"] == versions.pop("shuffled")
    assert len(set(versions.values())) == len(versions)
    assert all(len(v) == 12 and int(v, 16) >= 0 for v in versions.values())


def test_a_collections_version_is_its_own(store: Store) -> None:
    """Others' documents don't move it, and without any of its own it is that of none."""
    library = store.library
    library.write(add=[record("a", collection="x")])
    alone = library.version(["x"])
    library.write(add=[record("a", collection="y")], settings={"other": "k"})
    assert library.version(["x"]) == alone
    assert len({library.version(), alone, library.version(["y"]), library.version([])}) == 4
    assert library.version() == library.version(["y", "x"])
    library.write(remove=[("x", "a")])
    assert library.version(["x"]) == library.version([])


SLUGS, SERVERS = st.sampled_from("abc"), st.sampled_from(["x", "y"])
SENTENCES = ("Grain grain.", "Ships pay.", "Fees in Lima on May 3, 2024.", "Paul Holm said grain is dear.",
             "Minister Maria Lopez said ships wait.", "\n\n")  # fmt: skip
TEXTS = st.lists(st.sampled_from(SENTENCES), min_size=1).map(" ".join).filter(str.strip)
STEPS = st.lists(st.tuples(SERVERS, SLUGS, st.none() | TEXTS), max_size=6)
NAMES = count()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_any_history_shows_what_a_fresh_store_would(
    opened: Opened, steps: list[tuple[str, str, str | None]]
) -> None:
    """Adding, replacing and removing in any order ends in the same, ids and the order of equals included."""
    lived, fresh = opened(f"lived-{next(NAMES)}"), opened(f"fresh-{next(NAMES)}")
    left: dict[tuple[str, str], Record] = {}
    for server, slug, text in steps:
        if text is None:
            lived.library.write(remove=[(server, slug)])
            left.pop((server, slug), None)
        else:
            left[server, slug] = record(slug, text, server)
            lived.library.write(add=[left[server, slug]])
        search(lived, "grain", "x", "y")
    fresh.library.write(add=[left[key] for key in sorted(left)])
    for collections in (["x"], ["y"], ["x", "y"]):
        assert shown(lived, *collections) == shown(fresh, *collections)
    assert lived.library.version() == fresh.library.version()
    assert lived.library.problems() == []
    for store in (lived, fresh):
        store.close()
