"""What the bot remembers, and forgets."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.memory.stored_answer import StoredAnswer

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.memory.memory import Memory
    from bot.memory.records import Records

ANA, BEN, CAL = 1, 2, 3
HERE, THERE, GUILD, OTHER = 10, 11, 100, 101
RECORD = {"heading": "**a secret?**", "quotes": [], "answered": True, "reason": None, "pages": [["a", ""]]}


def kept(key: str, asker: int = ANA, at: float = 1000.0, **more: object) -> StoredAnswer:
    """An answer to a question of 'a secret?', in the channel HERE."""
    plain = StoredAnswer(
        key, GUILD, HERE, int(key) + 500, int(key), asker, at, "a secret?", "secrets?", RECORD
    )
    return replace(plain, **more)


def test_an_answer_comes_back_as_it_was_kept(memory: Records, again: Records) -> None:
    """By its key, by its question and by its reply, from another connection too."""
    answer = kept("7")
    memory.keep(answer)
    assert again.answer("7") == answer
    assert again.to_question(507) == answer
    assert again.in_reply(7) == answer
    assert (memory.answer("8"), memory.to_question(7), memory.in_reply(507)) == (None, None, None)


def test_an_answer_that_was_kept_again_takes_the_place_of_the_first(memory: Records) -> None:
    """And keeps its votes."""
    memory.keep(kept("7"))
    memory.vote("7", BEN, 1)
    memory.keep(kept("7", text="another?"))
    assert memory.answer("7").text == "another?"
    assert memory.votes("7") == (1, 0)


def test_where_an_answer_stands_is_noted_when_it_is_posted(memory: Records) -> None:
    """Until then it is no answer that a channel has."""
    memory.keep(kept("7", reply=None))
    assert memory.latest(HERE) is None
    memory.posted("7", THERE, 77)
    assert memory.latest(THERE).id == "7"
    assert memory.in_reply(77).channel == THERE


def test_the_latest_is_of_its_channel_and_not_somebody_elses_private_one(memory: Records) -> None:
    """A private answer is the latest for its asker alone."""
    memory.keep(kept("1", at=1.0))
    memory.keep(kept("2", at=2.0, channel=THERE))
    memory.keep(kept("3", at=3.0, private=True))
    assert (memory.latest(HERE).id, memory.latest(HERE, BEN).id, memory.latest(HERE, ANA).id) == (
        "1",
        "1",
        "3",
    )


def test_expired_words_are_in_no_row(memory: Records) -> None:
    """What was asked goes from its columns, the heading and a refusal; the rest of the answer stays."""
    refusal = {
        "heading": "",
        "quotes": [],
        "answered": False,
        "reason": "no secret",
        "pages": [["no secret", ""]],
    }
    memory.keep(kept("3", at=1.0, record=refusal))
    memory.keep(kept("1", at=1.0))
    memory.keep(kept("2", at=2000.0))
    assert (memory.expire(1500.0), memory.expire(1500.0)) == (2, 0)
    old = memory.answer("1")
    assert (old.text, old.searched_for) == (None, None)
    assert old.record == {"quotes": [], "answered": True, "pages": [["a", ""]]}
    assert memory.answer("2").text == "a secret?"
    assert "secret" not in str(memory._rows("SELECT * FROM answer WHERE id <> '2'"))  # noqa: SLF001


def on_disk(file: Memory, word: str) -> int:
    """How often a word stands in the memory's files, the write-ahead log included."""
    return sum(file.read_bytes().count(word.encode()) for file in file.path.parent.iterdir())


@pytest.mark.parametrize(
    "erase",
    [
        lambda memory: memory.expire(1500.0),
        lambda memory: memory.forget(ANA),
        lambda memory: memory.leave(GUILD),
    ],
    ids=["expired", "forgotten", "left"],
)
def test_erased_words_are_nowhere_on_the_disk(file: Memory, erase: Callable[[Memory], object]) -> None:
    """They are overwritten, not only taken out of their rows; what is not erased stays."""
    for n in range(20):
        file.keep(kept(str(n), text="zanzibar?", searched_for="zanzibar", record={"answered": False}))
    file.keep(kept("99", BEN, 2000.0, guild=OTHER))
    assert on_disk(file, "zanzibar") > 0
    erase(file)
    assert on_disk(file, "zanzibar") == 0
    assert file.answer("99").text == "a secret?"
    assert file._value("PRAGMA secure_delete") == 1  # noqa: SLF001


def test_votes(memory: Records) -> None:
    """One a person: the other takes its place, the same again takes it back; none on an answer unknown."""
    memory.keep(kept("7"))
    assert memory.vote("7", ANA, 1) == (1, 0)
    assert memory.vote("7", BEN, -1) == (1, 1)
    assert memory.vote("7", ANA, -1) == (0, 2)
    assert memory.vote("7", ANA, -1) == (0, 1)
    assert memory.vote("8", ANA, 1) == (0, 0)
    memory.drop("7")
    assert (memory.answer("7"), memory.votes("7")) == (None, (0, 0))


def test_forgetting_a_thread(memory: Records) -> None:
    """The answers that stood in it, with their votes, and no others."""
    memory.keep(kept("1"))
    memory.keep(kept("2", channel=THERE))
    memory.vote("2", BEN, 1)
    memory.drop_in(THERE)
    assert (memory.answer("1").id, memory.answer("2"), memory.votes("2")) == ("1", None, (0, 0))


def test_forgetting_a_person(memory: Records) -> None:
    """Their answers with everybody's votes on them, their own votes, and nothing else."""
    memory.keep(kept("1", ANA))
    memory.keep(kept("2", BEN))
    memory.vote("1", BEN, 1)
    memory.vote("2", ANA, 1)
    memory.vote("2", CAL, 1)
    assert (memory.forget(ANA), memory.forget(ANA)) == (2, 0)
    assert (memory.answer("1"), memory.answer("2").id, memory.votes("2")) == (None, "2", (1, 0))


def test_servers_apart(memory: Records) -> None:
    """The settings of one say nothing of another's, and leaving one forgets that one."""
    memory.set(GUILD, "listen", [HERE])
    memory.set(GUILD, "threads", value=True)
    memory.set(OTHER, "threads", value=False)
    memory.keep(kept("1"))
    memory.keep(kept("2", guild=OTHER))
    assert memory.settings(GUILD) == {"listen": [HERE], "threads": True}
    assert (memory.servers_with("threads"), memory.servers_with("listen")) == ([GUILD, OTHER], [GUILD])
    memory.set(OTHER, "listen", None)
    assert memory.servers_with("listen") == [GUILD]
    memory.set(OTHER, "listen", [])
    memory.leave(GUILD)
    assert (memory.settings(GUILD), memory.answer("1")) == ({}, None)
    assert (memory.settings(OTHER), memory.answer("2").guild) == ({"threads": False, "listen": []}, OTHER)


def test_notes(memory: Records) -> None:
    """A note is what it was last."""
    assert memory.note("commands") is None
    memory.write_note("commands", "a")
    memory.write_note("commands", "b")
    assert memory.note("commands") == "b"


VOTES = """
import sys
from bot.memory.opening import open_memory
memory = open_memory(sys.argv[1])
for voter in range(1000, 100000):
    memory.vote("7", voter, 1)
    print(voter, flush=True)
"""


def test_a_kill_loses_no_committed_vote(memory: Records, again: Records, place: str) -> None:
    """Killed in the middle, every vote that was reported as taken is there."""
    memory.keep(kept("7"))
    command = [sys.executable, "-c", VOTES, place]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as voting:
        for line in voting.stdout:
            if int(line) == 1050:
                voting.kill()
        rest = voting.stdout.read()
    assert again.votes("7")[0] >= 51 + len(rest.split())
    assert voting.returncode == -9


def test_what_was_taken_is_unanswered_until_it_is_posted(memory: Records) -> None:
    """Oldest first, and not what was taken too long ago; what was never answered goes when words expire."""
    taken = replace(kept("1", taken=30.0), reply=None)
    memory.keep(taken)
    memory.keep(kept("2", taken=20.0))
    memory.keep(kept("3"))
    memory.keep(kept("4", taken=10.0))
    assert [answer.id for answer in memory.unanswered(15.0)] == ["2", "1"]
    assert memory.unanswered(25.0) == [taken]
    memory.posted("1", THERE, 77)
    assert memory.answer("1") == replace(taken, channel=THERE, reply=77, taken=None)
    memory.keep(replace(kept("5", taken=5.0), reply=None))
    memory.expire(100.0)
    assert (memory.answer("5"), memory.answer("4").reply) == (None, 4)


def test_a_message_has_one_answer(memory: Records) -> None:
    """Whatever key a second one has, it takes the place of the first; commands have no message."""
    memory.keep(kept("7"))
    memory.keep(kept("8", question=507, text="another?"))
    assert memory.to_question(507) == replace(kept("7"), text="another?", reply=8)
    memory.keep(kept("1", question=None))
    memory.keep(kept("2", question=None))
    assert None not in (memory.answer("1"), memory.answer("2"))
