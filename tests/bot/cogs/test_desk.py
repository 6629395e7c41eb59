"""/desk: what moderators are shown, and what they do about it."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import TYPE_CHECKING

import discord
import pytest

from bot.cogs.desk import NOT_YOURS, NOTHING
from bot.desk import (
    ADDED,
    ASKED_TWICE,
    DENIED,
    EMPTY,
    GONE,
    INSTEAD,
    KEPT,
    MISSING,
    NO_QUESTION,
    NOT_THERE,
    TOO_SHORT,
    TWICE,
)
from bot.saying.reasons import NO_VOTE

from ..stage import buttons, components, pressing, said, shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from simcord import InteractionResult, MemberActor

    from bot.client import Rapporteur

    from ..stage import Stage

BREAKFAST, AGAIN = "What did Trump have for breakfast?", "what did trump have for his breakfast"
BREAD, YUAN = "How do I bake bread?", "What happened to the yuan?"
VENUE = "The meeting, held at a South Korean air base"


@pytest.fixture
def manager(stage: Stage) -> MemberActor:
    """Who may manage the server."""
    role = stage.guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
    return stage.guild.add_member(stage.env.create_user("mod"), roles=[role])


@pytest.fixture
async def asked(stage: Stage) -> Stage:
    """Three refusals, two of one meaning, and an answer that Bob voted against."""
    for question in (BREAKFAST, AGAIN, BREAD, YUAN):
        await stage.mention(question)
        await stage.env.advance_time(1)
    await press(stage.bob, stage.reply, "👎")
    return stage


async def press(by: MemberActor, message: Any, face: str) -> InteractionResult:
    """Press the first button with that face."""
    return await by.click(message, custom_id=pressing(message, face))


async def opened(stage: Stage, manager: MemberActor, words: str = BREAD) -> Any:
    """The desk, with the group of those words open."""
    desk = (await manager.slash(stage.channel, "desk")).response
    ids = [c["accessory"]["custom_id"] for c in components(desk) if words in str(c) and "accessory" in c]
    await manager.click(desk, custom_id=ids[0])
    return desk


# ---------------------------------------------------------------------- what is shown


async def test_the_desk(asked: Stage, manager: MemberActor) -> None:
    """What was refused and voted against, by meaning, the most asked first, to the caller alone."""
    result = await manager.slash(asked.channel, "desk")
    assert result.ephemeral
    head, *rows = said(result).split("\n**")
    assert head == "**Desk** · the last 30 days\n4 asked · 3 refused · 1 voted 👎"
    assert [row.split("**\n-# ")[0] for row in rows] == [AGAIN, YUAN, BREAD]
    assert "asked 2× · refused 2× · last <t:" in rows[0]
    assert "asked 1× · 👎 1 · last <t:" in rows[1]
    assert buttons(result.response)[:3] == ["Open"] * 3
    (picture,) = result.response.attachments
    assert (picture.filename, picture.content_type) == ("days.png", "image/png")
    gallery = next(c for c in components(result.response) if c["type"] == 12)
    assert gallery["items"][0]["description"].endswith(": 4 asked · 3 refused · 1 voted 👎 in all")


async def test_without_the_library(
    asked: Stage, manager: MemberActor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The days are told in words where nothing draws them."""
    monkeypatch.setitem(sys.modules, "PIL", None)
    result = await manager.slash(asked.channel, "desk")
    assert result.response.attachments == []
    assert "\n-# 1 January: 4 asked · 3 refused · 1 voted 👎\n" in said(result)


async def test_the_most_asked_and_quoted(asked: Stage, manager: MemberActor) -> None:
    """By meaning, with the articles that answers quote; the picture is gone from there."""
    desk = (await manager.slash(asked.channel, "desk")).response
    await press(manager, desk, "Most asked")
    asked_most, quoted = shown(desk).split("\n**Most quoted articles**\n")
    assert asked_most.split("\n")[:2] == ["**Most asked**", f"2× {BREAKFAST}"]
    assert quoted == "1× Trump and Xi meet in Busan"
    assert desk.attachments == []


async def test_many_groups_are_paged(stage: Stage, manager: MemberActor) -> None:
    """Five a page; after one was opened one comes back to its page."""
    for topic in ("bread", "tennis", "gravity", "volcanoes", "poetry", "chess"):
        await stage.mention(f"How does {topic} work in Iceland?")
        await stage.env.advance_time(60)
    desk = (await manager.slash(stage.channel, "desk")).response
    assert (buttons(desk).count("Open"), buttons(desk)[5:8]) == (5, ["◀️", "1 / 2", "▶️"])
    await press(manager, desk, "▶️")
    assert ("bread" in shown(desk), buttons(desk).count("Open")) == (True, 1)
    await press(manager, desk, "Open")
    assert "1× How does bread work" in shown(desk)
    await press(manager, desk, "Back")
    assert "2 / 2" in buttons(desk)


async def test_nothing_of_private_answers_is_told(stage: Stage, manager: MemberActor) -> None:
    """They are counted, and their words stay with who asked."""
    await stage.alice.slash(stage.channel, "ask", question=BREAD, private=True)
    result = await manager.slash(stage.channel, "desk")
    assert "1 asked · 1 refused" in said(result)
    await press(manager, result.response, "Most asked")
    assert "bread" not in shown(result.response)
    assert said(await press(manager, result.response, "Export")) == NOTHING


@pytest.mark.settings(keep_questions_days=2)
async def test_words_that_have_expired(asked: Stage, manager: MemberActor) -> None:
    """Are on no desk after the days that the note under it says; the counts are."""
    await asked.wait_long(3 * 86_400)
    result = await manager.slash(asked.channel, "desk")
    assert "4 asked · 3 refused · 1 voted 👎\nNothing to look at" in said(result)
    assert said(result).endswith(
        "-# Words older than 2 days are erased; counts stay. Private questions are counted, never shown."
    )


async def test_no_asker_is_named(asked: Stage, manager: MemberActor) -> None:
    """Neither on any page nor in the files."""
    desk = await opened(asked, manager, YUAN)
    told = [shown(desk)]
    for face in ("Back", "Most asked"):
        await press(manager, desk, face)
        told.append(shown(desk))
    export = (await press(manager, desk, "Export")).response
    told += [(await file.read()).decode() for file in export.attachments]
    for person in (asked.alice, asked.bob):
        assert not any(str(person.id) in text or person.name in text for text in told)


async def test_export(asked: Stage, manager: MemberActor) -> None:
    """A table and JSON lines of the same, to the presser alone, the dismissed too."""
    desk = await opened(asked, manager)
    await press(manager, desk, "Dismiss")
    result = await press(manager, desk, "Export")
    assert result.ephemeral
    table, lines = [(await file.read()).decode("utf-8-sig") for file in result.response.attachments]
    rows = [json.loads(line) for line in lines.splitlines()]
    assert [row["question"] for row in csv.DictReader(io.StringIO(table))] == [
        row["question"] for row in rows
    ]
    assert {row["question"]: (row["group"], row["outcome"], row["dismissed"]) for row in rows} == {
        AGAIN: (1, "refused", False), BREAKFAST: (1, "refused", False),
        YUAN: (2, "answered", False), BREAD: (3, "refused", True),
    }  # fmt: skip


# ---------------------------------------------------------------------- reasons


async def test_a_vote_against_is_asked_why(asked: Stage, manager: MemberActor) -> None:
    """The vote counts at once; the reason, asked of the voter alone, may be given later, or another."""
    again = await press(asked.alice, asked.reply, "👎 1")
    assert "👎 2" in buttons(asked.reply)
    (why,) = again.followups
    assert why.ephemeral
    assert buttons(why) == ["Wrong person", "Not in the articles", "Not what I asked", "Other"]
    await press(asked.alice, why, "Wrong person")
    assert (shown(why), buttons(why)) == ("Noted: wrong person. Thank you.", [])
    assert "👎 2 (wrong person 1) · " in said(await manager.slash(asked.channel, "desk"))


async def test_only_a_vote_against_is_asked_why(stage: Stage) -> None:
    """Not one for the answer, nor one that is taken back, whose question says so if it is answered."""
    await stage.mention(YUAN)
    assert (await press(stage.alice, stage.reply, "👍")).followups == []
    why = (await press(stage.alice, stage.reply, "👎")).followups[0]
    assert (await press(stage.alice, stage.reply, "👎 1")).followups == []
    await press(stage.alice, why, "Other")
    assert shown(why) == NO_VOTE


# ---------------------------------------------------------------------- what is done


async def test_dismiss(asked: Stage, manager: MemberActor) -> None:
    """A group is gone until it is asked anew, in other words too; then all of it is back."""
    desk = await opened(asked, manager, AGAIN)
    await press(manager, desk, "Dismiss")
    assert "breakfast" not in shown(desk)
    assert buttons(desk).count("Open") == 2
    await asked.mention("What had Trump for breakfast?")
    assert "asked 3× · refused 3×" in said(await manager.slash(asked.channel, "desk"))


async def add(manager: MemberActor, desk: Any, **filled: str) -> str:
    """Fill in the form of a fact; gives what became of it."""
    form = await press(manager, desk, "Add a fact")
    return said(await manager.submit_modal(form, filled))


async def test_add_a_fact(asked: Stage, manager: MemberActor) -> None:
    """It is found by /fact with its quote, offered as one types, listed, and gone when it is removed."""
    desk = await opened(asked, manager)
    assert await add(manager, desk, topic="Bread basket", answer="An air base", quote=VENUE) == ADDED
    text = said(await asked.alice.slash(asked.channel, "fact", topic="bread basket"))
    assert text.startswith(f"**Bread basket**\n\n> {VENUE} **[1]**\n-# **[1]** Trump and Xi meet in Busan")
    offered = await asked.alice.autocomplete(asked.channel, "fact", "topic", "bread ba")
    assert offered[0]["name"] == "Bread basket"
    await press(manager, desk, "Back")
    await press(manager, desk, "Facts")
    assert f"**Bread basket** · An air base\n> {VENUE}" in shown(desk)
    assert await add(manager, desk, topic="bread BASKET", answer="A base", quote=VENUE) == TWICE
    await press(manager, desk, "Remove")
    assert "None yet." in shown(desk)
    text = said(await asked.alice.slash(asked.channel, "fact", topic="bread basket"))
    assert text.startswith("I have no quick fact about")


async def test_a_fact_must_be_proven(asked: Stage, manager: MemberActor) -> None:
    """By words that stand so in an article; what stands nearest is told."""
    desk = await opened(asked, manager)
    said_of_it = await add(
        manager, desk, topic="Yuan", answer="It rose", quote="China’s yuan rose to a record high"
    )
    assert said_of_it.startswith(f"{NOT_THERE} The nearest that I find is: “China’s yuan rose to")
    assert await add(manager, desk, topic="**", answer="It rose", quote=VENUE) == EMPTY
    for short in ("a", ".", "yuan rose", "— “the two”, —"):
        assert await add(manager, desk, topic="Yuan", answer="It fell", quote=short) == TOO_SHORT
    assert asked.memory.facts(asked.guild.id) == []


async def test_a_quote_must_say_what_the_answer_does(asked: Stage, manager: MemberActor) -> None:
    """The words that it doesn't have are told, and that one of the two denies what the other says."""
    desk = await opened(asked, manager)
    told = await add(manager, desk, topic="Venue 2", answer="On the Moon", quote=VENUE)
    assert told == MISSING.format(words="“Moon”")
    assert await add(manager, desk, topic="Venue 2", answer="Not at an air base", quote=VENUE) == DENIED
    assert await add(manager, desk, topic="Venue 2", answer="…?", quote=VENUE) == EMPTY
    assert asked.memory.facts(asked.guild.id) == []


async def test_a_fact_in_the_place_of_one_that_all_have(asked: Stage, manager: MemberActor) -> None:
    """Is told of when it is added, offered once, and shown in this server."""
    desk = await opened(asked, manager)
    assert await add(manager, desk, topic="venue", answer="An air base", quote=VENUE) == ADDED + INSTEAD
    offered = await asked.alice.autocomplete(asked.channel, "fact", "topic", "venu")
    assert [choice["name"] for choice in offered][:2] == ["venue", "Venue"]
    assert said(await asked.alice.slash(asked.channel, "fact", topic="Venue")).startswith("**venue**")


async def test_the_quote_of_the_answer_is_offered(asked: Stage, manager: MemberActor) -> None:
    """So that who adds a fact has but to shorten it."""
    desk = await opened(asked, manager, YUAN)
    form = (await press(manager, desk, "Add a fact")).modal
    assert form["components"][2]["component"]["value"].startswith("China’s yuan rose to")


@pytest.mark.parametrize(
    ("quote", "said_of_it", "kept"),
    [("", KEPT, None), ("YUAN rose", KEPT, "YUAN rose"), ("the moon", NOT_THERE, "")],
)
async def test_make_it_a_golden_question(
    asked: Stage, manager: MemberActor, quote: str, said_of_it: str, kept: str | None
) -> None:
    """Kept with words that an article has, in any case, or as to be refused; listed, and removed there."""
    desk = await opened(asked, manager, YUAN)
    form = await press(manager, desk, "Make it a golden question")
    assert form.modal["components"][0]["component"]["value"] == YUAN
    result = await manager.submit_modal(form, {"question": YUAN, "quote": quote})
    assert (result.ephemeral, said(result)) == (True, said_of_it)
    assert [(q.text, q.quote) for q in asked.memory.golden(asked.guild.id)] == [(YUAN, kept)] * (kept != "")
    await press(manager, desk, "Back")
    await press(manager, desk, "Golden questions")
    assert (YUAN in shown(desk)) == (kept != "")
    if kept != "":
        await press(manager, desk, "Remove")
        assert asked.memory.golden(asked.guild.id) == []


async def test_a_golden_question_is_kept_once(asked: Stage, manager: MemberActor) -> None:
    """One in other letter case, and one without words, are told."""
    desk = await opened(asked, manager, YUAN)
    told = []
    for question in (YUAN, f" {YUAN.upper()}", "  "):
        form = await press(manager, desk, "Make it a golden question")
        told.append(said(await manager.submit_modal(form, {"question": question, "quote": ""})))
    assert told == [KEPT, ASKED_TWICE, NO_QUESTION]
    assert len(asked.memory.golden(asked.guild.id)) == 1


async def test_a_form_that_was_opened_before_a_restart(
    asked: Stage, manager: MemberActor, make_bot: Callable[..., Rapporteur]
) -> None:
    """Is taken all the same, and so are the buttons."""
    desk = await opened(asked, manager)
    form = await press(manager, desk, "Make it a golden question")
    await asked.restarted(make_bot())
    assert said(await manager.submit_modal(form, {"question": BREAD, "quote": ""})) == KEPT
    await press(manager, desk, "Dismiss")
    assert BREAD not in shown(desk)


async def test_what_is_gone_is_said_to_be(asked: Stage, manager: MemberActor) -> None:
    """After the asker wants to be forgotten, what stands open of their questions does nothing."""
    desk = await opened(asked, manager)
    form = await press(manager, desk, "Make it a golden question")
    await asked.alice.slash(asked.channel, "forget-me")
    for face in ("Dismiss", "Make it a golden question"):
        assert said(await press(manager, desk, face)) == GONE
    assert said(await manager.submit_modal(form, {"question": BREAD, "quote": ""})) == GONE
    await press(manager, desk, "Back")
    assert "Nothing to look at" in shown(desk)


async def test_who_may_not_manage_the_server(asked: Stage, manager: MemberActor) -> None:
    """Doesn't see the command; who may no longer can press nothing."""
    assert "desk" not in asked.alice.available_commands(asked.channel)
    desk = await opened(asked, manager)
    form = await press(manager, desk, "Add a fact")
    asked.env.backend.get_guild(asked.guild.id).members[manager.id].role_ids.clear()
    for face in ("Add a fact", "Dismiss", "Back"):
        result = await press(manager, desk, face)
        assert (result.ephemeral, said(result)) == (True, NOT_YOURS), face
    result = await manager.submit_modal(form, {"topic": "A", "answer": "b", "quote": VENUE})
    assert said(result) == NOT_YOURS
    assert asked.memory.facts(asked.guild.id) == []
