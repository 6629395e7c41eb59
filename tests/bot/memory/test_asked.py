"""What a server's moderators are told of its questions."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.memory.asked import DAY
from bot.memory.memory import Memory
from bot.memory.reviewed import Day, Reviewed
from bot.memory.schema import MEMORY
from bot.memory.stored_answer import StoredAnswer

if TYPE_CHECKING:
    from pathlib import Path

    from bot.memory.records import Records

ANA, BEN, CAL = 1, 2, 3
GUILD, OTHER = 100, 101
PASSAGE = {"document": "harbor"}


def record(*quoted: str, answered: bool) -> dict[str, Any]:
    """That of a question which was looked for."""
    quotes = [{"collection": "corpus", "document": document} for document in quoted]
    status = "answered" if answered else "abstained"
    return {"quotes": quotes, "status": status, "passages": [PASSAGE], "answered": answered, "reason": "no"}


def asked(key: str, words: str, at: float, *quoted: str, answered: bool = False, **more: Any) -> StoredAnswer:
    """A question of Ana's in GUILD, refused unless it was answered."""
    found = record(*quoted, answered=answered)
    kept = StoredAnswer(key, GUILD, 10, None, None, ANA, at, "as typed", words, found)
    return replace(kept, **more)


def test_questions_to_review(memory: Records) -> None:
    """The refused, and those voted against with the reasons, newest first; in their whole words."""
    memory.keep(asked("1", "refused?", 10.0))
    memory.keep(asked("2", "answered?", 20.0, answered=True))
    memory.keep(asked("3", "disliked?", 30.0, answered=True))
    for voter, value, reason in ((ANA, 1, ""), (BEN, -1, "person"), (CAL, -1, "person"), (4, -1, "")):
        memory.vote("3", voter, value)
        assert memory.explain("3", voter, reason or "other") is (value < 0)
    disliked = Reviewed("3", "disliked?", 30.0, True, False, (1, 3), Counter(person=2, other=1))
    refused = Reviewed("1", "refused?", 10.0, False, False, (0, 0), Counter())
    assert memory.to_review(GUILD, 0.0, 9) == [disliked, refused]
    assert memory.to_review(GUILD, 0.0, 1) == [disliked]
    assert memory.to_review(GUILD, 20.0, 9) == [disliked]
    assert memory.to_review(OTHER, 0.0, 9) == []


def test_a_vote_that_is_taken_back_takes_its_reason_along(memory: Records) -> None:
    """Or that turns into one for the answer; then it isn't to be reviewed."""
    memory.keep(asked("1", "fine?", 10.0, answered=True))
    memory.vote("1", BEN, -1)
    memory.explain("1", BEN, "person")
    memory.vote("1", BEN, 1)
    assert memory.to_review(GUILD, 0.0, 9) == []
    memory.vote("1", BEN, -1)
    assert memory.to_review(GUILD, 0.0, 9)[0].reasons == Counter()
    assert memory.votes_against("1", BEN)
    memory.vote("1", BEN, -1)
    assert memory.to_review(GUILD, 0.0, 9) == []
    assert not memory.explain("1", BEN, "person")


@pytest.mark.parametrize(
    ("kept", "counted"),
    [
        (asked("1", "a?", 0.0, private=True), True),
        (asked("1", "a?", 0.0, guild=None), False),
        (asked("1", "a?", 0.0, record={"quotes": [], "answered": False}), False),
        (asked("1", "hi", 0.0, record={**record(answered=False), "passages": []}), False),
        (asked("1", "", 0.0, text=None), True),
    ],
)
def test_questions_whose_words_are_nobody_s(memory: Records, kept: StoredAnswer, counted: bool) -> None:
    """What was asked in private is counted and never told; direct messages, lists and greetings aren't."""
    memory.keep(kept)
    memory.vote("1", BEN, -1)
    assert memory.to_review(GUILD, 0.0, 9) == memory.most_asked(GUILD, 0.0, 9) == []
    assert [day.refused for day in memory.days(GUILD, 0.0)] == [1] * counted


def test_days(memory: Records) -> None:
    """Each day on which something was asked has its counts, those of words that have expired too."""
    memory.keep(asked("1", "a?", 2.5 * DAY))
    memory.keep(asked("2", "b?", 2.9 * DAY, answered=True))
    memory.keep(asked("3", "c?", 5.0 * DAY, answered=True))
    memory.keep(asked("4", "c?", 1.0 * DAY, answered=True))
    memory.keep(asked("5", "c?", 5.0 * DAY, guild=OTHER))
    memory.vote("2", BEN, -1)
    memory.vote("2", CAL, -1)
    expected = [Day(2, 1, 1, 1), Day(5, 1, 0, 0)]
    assert memory.days(GUILD, 2.0 * DAY) == expected
    memory.expire(9.0 * DAY)
    assert memory.days(GUILD, 2.0 * DAY) == expected
    assert memory.to_review(GUILD, 0.0, 9) == memory.most_asked(GUILD, 0.0, 9) == []


def test_most_asked_and_most_quoted(memory: Records) -> None:
    """By wording without regard to case; an answer that quotes a document twice counts once for it."""
    for key, words in enumerate(("Who?", "who?", "When?", "where?", "Where?", "WHERE?")):
        memory.keep(asked(str(key), words, float(key), "harbor", "harbor", "bridge", answered=key > 2))
    assert memory.most_asked(GUILD, 0.0, 2) == [("WHERE?", 3), ("Who?", 2)]
    assert memory.most_asked(GUILD, 4.0, 9) == [("WHERE?", 2)]
    assert memory.most_quoted(GUILD, 4.0, 9) == [("bridge", 2), ("harbor", 2)]
    assert memory.most_quoted(GUILD, 0.0, 1) == [("bridge", 3)]
    assert memory.most_asked(OTHER, 0.0, 9) == memory.most_quoted(OTHER, 0.0, 9) == []


def test_a_dismissed_question(memory: Records) -> None:
    """Stays so until it is asked anew, as when its message is edited; another server can't dismiss it."""
    memory.keep(asked("1", "a?", 10.0))
    assert memory.dismiss(OTHER, ["1"]) == 0
    assert memory.dismiss(GUILD, ["1", "2"]) == 1
    memory.posted("1", 10, 77)
    memory.vote("1", BEN, -1)
    assert [question.dismissed for question in memory.to_review(GUILD, 0.0, 9)] == [True]
    memory.keep(asked("1", "b?", 10.0))
    assert [question.dismissed for question in memory.to_review(GUILD, 0.0, 9)] == [False]


def test_what_is_forgotten_is_on_no_desk(memory: Records) -> None:
    """A person's questions, with what was made of them, and their votes with the reasons."""
    memory.keep(asked("1", "Ana's?", 10.0))
    memory.keep(asked("2", "Ben's?", 20.0, answered=True, asker=BEN))
    memory.vote("2", ANA, -1)
    memory.explain("2", ANA, "person")
    memory.forget(ANA)
    assert memory.to_review(GUILD, 0.0, 9) == []
    assert memory.days(GUILD, 0.0) == [Day(0, 1, 0, 0)]
    memory.leave(GUILD)
    assert memory.days(GUILD, 0.0) == []


def test_an_older_file_is_read_into_the_desk(file: Memory, tmp_path: Path) -> None:
    """What was asked and voted before the desk came lies on it too."""
    path = tmp_path / "old.sqlite3"
    file.keep(asked("1", "refused?", 10.0))
    file.keep(asked("2", "disliked?", 20.0, "harbor", answered=True))
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in (s for migration in MEMORY.migrations[:2] for s in migration):
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {MEMORY.application_id}")
        db.execute("PRAGMA user_version = 2")
        db.execute(f"ATTACH '{file.path}' AS new")
        db.execute("INSERT INTO answer SELECT * FROM new.answer")
        db.execute("INSERT INTO vote VALUES ('2', 5, -1)")
    with closing(Memory.open(path)) as migrated:
        assert [question.words for question in migrated.to_review(GUILD, 0.0, 9)] == ["disliked?", "refused?"]
        assert migrated.most_quoted(GUILD, 0.0, 9) == [("harbor", 1)]
        assert migrated.votes("2") == (0, 1)
