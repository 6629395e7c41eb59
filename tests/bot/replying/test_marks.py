"""The line under answers whose articles are others now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.cogs.marking import LOOK_SECONDS
from bot.replying.marks import DAY

from ..article_stage import FARE, HARBOR, add, editor
from ..stage import buttons, pressing, said, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from simcord import MemberActor

    from bot.client import Rapporteur

    from ..stage import Stage

REMOVED, CHANGED = "-# The article was removed since.", "-# The article was changed since."


@pytest.fixture
async def erin(library: Stage) -> MemberActor:
    """An editor; the server has an article, and an answer from it stands."""
    erin = editor(library)
    await add(library, erin)
    await library.env.advance_time(LOOK_SECONDS)
    await library.mention(FARE)
    return erin


def last_line(stage: Stage) -> str:
    return shown(stage.reply).split("\n-# Try asking")[0].splitlines()[-1]


async def test_an_article_that_is_removed_and_comes_back(library: Stage, erin: MemberActor) -> None:
    """Is told under the answer within a minute, and no longer once it is there again; all else stays."""
    before = library.reply
    removed = await erin.slash(library.channel, "articles remove", article="Harbor opens")
    await library.env.advance_time(LOOK_SECONDS)
    assert last_line(library) == REMOVED
    assert buttons(library.reply) == buttons(before)
    await erin.click(removed.response, label="Undo")
    await library.env.advance_time(LOOK_SECONDS)
    assert (shown(library.reply), buttons(library.reply)) == (shown(before), buttons(before))


async def test_an_article_that_is_replaced(library: Stage, erin: MemberActor) -> None:
    """By one with another text, though the quote stands in it too; by one of the same text the mark goes."""
    given = await add(library, erin, HARBOR + b"\nIt rained in Osio.\n")
    await erin.click(given.response, label="Replace")
    await library.env.advance_time(LOOK_SECONDS)
    assert last_line(library) == CHANGED
    given = await add(library, erin)
    await erin.click(given.response, label="Replace")
    await library.env.advance_time(LOOK_SECONDS)
    assert last_line(library).startswith("-# **[1]** Harbor opens")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", "The harbor", False), ("url", "https://gazette.example/1", False),
        ("source", "The Post", True), ("author", "R. Sole", True), ("published", "2024-03-04", True),
    ],
)  # fmt: skip
async def test_what_is_said_of_an_article(
    library: Stage, erin: MemberActor, field: str, value: str, told: bool
) -> None:
    """A new title changes no quote; another outlet, author or date is told."""
    fields = {
        "title": "Harbor opens", "source": "The Gazette", "author": "Rita Sole", "published": "2024-03-03",
        "url": "",
    }  # fmt: skip
    form = await erin.slash(library.channel, "articles edit", article="Harbor opens")
    await erin.submit_modal(form, fields | {field: value})
    await library.env.advance_time(LOOK_SECONDS)
    assert (last_line(library) == CHANGED) == told
    form = await erin.slash(
        library.channel, "articles edit", article=fields["title"] if field != "title" else value
    )
    await erin.submit_modal(form, fields)
    await library.env.advance_time(LOOK_SECONDS)
    assert "since." not in shown(library.reply)


async def test_other_answers_stay(library: Stage, erin: MemberActor) -> None:
    """Only answers that quote the article are touched, and none while nothing changes."""
    await library.mention("what did Bessent say about soybeans?")
    await erin.slash(library.channel, "articles remove", article="Harbor opens")
    sent = len(library.env.http_requests)
    await library.env.advance_time(3 * LOOK_SECONDS)
    marking = library.env.http_requests[sent:]
    first = library.replies()[0].id
    assert [(r.method, r.path.endswith(f"/{first}")) for r in marking] == [("GET", True), ("PATCH", True)]


async def test_an_old_answer_is_marked_when_it_is_seen(library: Stage, erin: MemberActor) -> None:
    """One that is older than a day is left until somebody presses a button of it, or asks why."""
    answer = library.memory.latest(library.channel.id)
    library.memory.keep(replace(answer, asked_at=answer.asked_at - DAY))
    await erin.slash(library.channel, "articles remove", article="Harbor opens")
    await library.env.advance_time(LOOK_SECONDS)
    assert "since." not in shown(library.reply)
    await library.alice.click(library.reply, custom_id=pressing(library.reply, "👍"))
    assert (last_line(library), "👍 1" in buttons(library.reply)) == (REMOVED, True)


async def test_why_tells_it(library: Stage, erin: MemberActor) -> None:
    """To who asks, and under the answer."""
    await erin.slash(library.channel, "articles remove", article="Harbor opens")
    result = await library.alice.slash(library.channel, "why")
    assert said(result).endswith(REMOVED)
    assert last_line(library) == REMOVED


async def test_an_answer_that_only_its_asker_sees(library: Stage, erin: MemberActor) -> None:
    """Is marked by a press that is answered in its place."""
    asked = await library.alice.slash(library.channel, "ask", question=FARE, private=True)
    await erin.slash(library.channel, "articles remove", article="Harbor opens")
    await library.alice.click(asked.response, custom_id=pressing(asked.response, "👍"))
    assert REMOVED in shown(asked.response)


async def test_an_answer_that_is_gone(library: Stage, erin: MemberActor) -> None:
    """Is nothing to be marked, and keeps nobody from being marked."""
    await library.mention(FARE)
    first = library.replies()[0]
    library.env.backend.messages[library.channel.id].pop(first.id)
    await erin.slash(library.channel, "articles remove", article="Harbor opens")
    await library.env.advance_time(LOOK_SECONDS)
    assert last_line(library) == REMOVED


async def test_what_changed_while_the_bot_was_away(
    library: Stage, erin: MemberActor, make_bot: Callable[..., Rapporteur]
) -> None:
    """By another process too: the next start finds it."""
    engine = library.engine
    await library.bot.remove_cog("Marking")
    await erin.slash(library.channel, "articles remove", article="Harbor opens")
    await library.restarted(make_bot(engine))
    await library.env.advance_time(LOOK_SECONDS)
    assert last_line(library) == REMOVED


async def test_very_many_answers(library: Stage, erin: MemberActor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Are marked some at a time; the next looks go on with the rest."""
    monkeypatch.setattr("bot.replying.marks.MOST_EDITED", 2)
    for _ in range(4):
        await library.mention(FARE)
    await erin.slash(library.channel, "articles remove", article="Harbor opens")
    counts = []
    for _ in range(3):
        await library.env.advance_time(LOOK_SECONDS)
        counts.append(sum(REMOVED in shown(reply) for reply in library.replies()))
    assert counts == [2, 4, 5]
