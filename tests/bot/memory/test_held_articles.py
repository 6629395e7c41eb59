"""Articles that are held for a short while."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot.memory.held_articles import HELD_SECONDS, MOST_HELD, HeldArticle

from ..articles import HARBOR

if TYPE_CHECKING:
    from bot.memory.memory import Memory
    from bot.memory.records import Records

HERE, OTHER = 7, 8
ARTICLE = HeldArticle(
    replace(HARBOR, collection="7", event_date=date(2024, 3, 5), places=("Osio",)), "now", "old"
)


def test_an_article_is_held_as_it_is(memory: Records) -> None:
    """For its own server, until it is let go."""
    key = memory.hold(HERE, ARTICLE, 100.0)
    assert (len(key), memory.held(key, HERE, 100.0)) == (16, ARTICLE)
    assert memory.held(key, OTHER, 100.0) is None
    memory.let_go(key)
    assert memory.held(key, HERE, 100.0) is None


def test_it_is_held_for_ten_minutes(memory: Records) -> None:
    """Then it can't be had, and a moment later it is let go."""
    key = memory.hold(HERE, ARTICLE, 100.0)
    assert memory.held(key, HERE, 100.0 + HELD_SECONDS - 1) == ARTICLE
    assert memory.held(key, HERE, 100.0 + HELD_SECONDS) is None
    memory.let_go_before(99.0)
    assert memory.held(key, HERE, 100.0) == ARTICLE
    memory.let_go_before(100.0)
    assert memory.held(key, HERE, 100.0) is None


def test_nothing_of_it_stays_on_the_disk(file: Memory) -> None:
    """Neither in the file nor beside it."""
    file.hold(HERE, ARTICLE, 100.0)
    file.let_go_before(100.0)
    assert b"ferry" not in b"".join(path.read_bytes() for path in file.path.parent.iterdir())


def test_no_more_are_held_than_may_be(memory: Records) -> None:
    """Of one server the newest, of another all the same."""
    other = memory.hold(OTHER, ARTICLE, 1.0)
    keys = [memory.hold(HERE, ARTICLE, float(n)) for n in range(MOST_HELD + 2)]
    held = [memory.held(key, HERE, 30.0) is not None for key in keys]
    assert (held, memory.held(other, OTHER, 30.0)) == ([False] * 2 + [True] * MOST_HELD, ARTICLE)


def test_a_server_that_is_left(memory: Records) -> None:
    """What is held of it goes, and nothing else."""
    mine, other = memory.hold(HERE, ARTICLE, 1.0), memory.hold(OTHER, ARTICLE, 1.0)
    memory.leave(HERE)
    assert (memory.held(mine, HERE, 1.0), memory.held(other, OTHER, 1.0)) == (None, ARTICLE)
