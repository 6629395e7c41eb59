"""The slash commands: what each says, and what it suggests while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import pytest

from bot.cogs.about import NO_ANSWER

from .stage import buttons, said, shown

if TYPE_CHECKING:
    from .stage import Stage

SOURCE = "Trump and Xi meet in Busan · Reuters, Rodney Mbua · 30 October 2025"


async def test_fact(stage: Stage) -> None:
    """/fact gives the short answer and the words that prove it, with their place."""
    result = await stage.alice.slash(stage.channel, "fact", topic="Venue")
    assert said(result) == (
        "**Venue**\nThe meeting was held at a South Korean air base.\n\n"
        f"> The meeting, held at a South Korean air base **[1]**\n-# **[1]** {SOURCE} · ¶2"
    )
    assert buttons(result.response) == ["Show passage", "👍", "👎", "Delete"]


async def test_fact_by_another_name_or_a_slip(stage: Stage) -> None:
    """A topic is found by an alias and with a typo."""
    for topic in ("air base", "APEC", "fentanil"):
        assert said(await stage.alice.slash(stage.channel, "fact", topic=topic)).startswith("**")


async def test_no_such_fact(stage: Stage) -> None:
    """A topic without a fact names some that have one."""
    result = await stage.alice.slash(stage.channel, "fact", topic="sourdough")
    assert said(result).startswith("I have no quick fact about “sourdough”. I have some about Donald Trump,")


async def test_quote(stage: Stage) -> None:
    """/quote lists all that somebody said, numbered, in the order of the text."""
    result = await stage.alice.slash(stage.channel, "quote", speaker="Xi")
    title, *quotes = said(result).split("\n\n")
    assert title == "**Xi Jinping** · 2 statements"
    assert [q.split()[1] for q in quotes] == ["Xi,", "**Xi"]
    assert "**[1]**\u00a0¶4 · **[2]**\u00a0¶4" in quotes[-1]


async def test_quote_about(stage: Stage) -> None:
    """/quote with a topic gives what they said on that alone, or says that they didn't."""
    result = await stage.alice.slash(stage.channel, "quote", speaker="Scott Bessent", about="soybeans")
    assert "resume large-scale U.S. soybean purchases" in said(result)
    result = await stage.alice.slash(stage.channel, "quote", speaker="Scott Bessent", about="TikTok")
    assert "The articles quote Scott Bessent, but not about TikTok." in said(result)


async def test_quote_of_nobody(stage: Stage) -> None:
    """Somebody who isn't quoted: the answer names who is."""
    result = await stage.alice.slash(stage.channel, "quote", speaker="Zelensky")
    assert said(result).startswith(
        "The articles don't quote “Zelensky”. They quote Donald Trump, Xi Jinping,"
    )


async def test_timeline(stage: Stage) -> None:
    """/timeline gives the dated events in order, relative days resolved against the publication."""
    text = said(await stage.alice.slash(stage.channel, "timeline"))
    dates = [line.split("**")[1] for line in text.split("\n") if line.startswith("**") and "“" in line]
    assert dates[0] == "2019"
    assert dates.index("26 October 2025") < dates.index("10 November 2025") < dates.index("2026")
    assert "**26 October 2025** · “on Sunday”\n> The meeting follows reports that negotiators" in text


async def test_who(stage: Stage) -> None:
    """/who gives a person's office and the sentence that introduces them, also by office or misspelt."""
    for name in ("Marco Rubio", "rubio", "secretary of state", "Rubbio"):
        text = said(await stage.alice.slash(stage.channel, "who", name=name))
        assert text.startswith("**Marco Rubio** · U.S. Secretary of State\n-# quoted 1× · /quote shows it")
        assert "> U.S. Secretary of State Marco Rubio said Taiwan" in text


async def test_who_is_unknown(stage: Stage) -> None:
    """Somebody whom the articles don't introduce: the answer names some whom they do."""
    text = said(await stage.alice.slash(stage.channel, "who", name="Zelensky"))
    assert text.startswith("The articles don't introduce “Zelensky”. They tell of Donald Trump, Xi Jinping,")


async def test_sources(stage: Stage) -> None:
    """/sources lists the articles with outlet, author, date and length."""
    result = await stage.alice.slash(stage.channel, "sources")
    assert result.ephemeral
    assert said(result) == (
        "**1 article**\n\nTrump and Xi meet in Busan\n"
        "-# Reuters, Rodney Mbua · 30 October 2025 · 13 paragraphs"
    )


async def test_why(stage: Stage) -> None:
    """/why shows the receipt of the latest answer here: verdict, passages with both scores, index version."""
    await stage.mention("What did Bessent say about soybeans?")
    result = await stage.alice.slash(stage.channel, "why")
    lines = said(result).split("\n")
    assert result.ephemeral
    assert lines[0].startswith("**Why?** Confidence 0.")
    assert "so it was answered. The search judged, " in lines[0]
    assert lines[1] == "Asked: What did Bessent say about soybeans?"
    assert any(line.startswith("trump-xi-busan-2025 ¶8 · cosine 0.") and "BM25" in line for line in lines)
    assert lines[-1].startswith(f"-# index {stage.bot.desk.engine.version} · answered in ")


async def test_why_of_a_link(stage: Stage) -> None:
    """/why takes the link of an older answer."""
    await stage.mention("How do I bake bread?")
    first = stage.reply
    await stage.mention("What is fentanyl?")
    result = await stage.alice.slash(stage.channel, "why", answer=first.jump_url)
    assert "Asked: How do I bake bread?" in said(result)
    assert "so it was refused." in said(result)


async def test_why_without_an_answer(stage: Stage) -> None:
    """Where nothing was answered, and for a link of something else, /why says what to do."""
    assert said(await stage.alice.slash(stage.channel, "why")) == NO_ANSWER
    other = await stage.bob.send(stage.channel, "hello")
    assert said(await stage.alice.slash(stage.channel, "why", answer=other.jump_url)) == NO_ANSWER
    for number in ("9" * 20, str(2**63), str(2**64), "9" * 500, "٣" * 20, "0" * 20, "x" * 500):
        assert said(await stage.alice.slash(stage.channel, "why", answer=number)) == NO_ANSWER, number


async def test_what_was_asked_in_private_stays_private(stage: Stage) -> None:
    """Neither /why nor a follow-up in the thread tells others of a private question; its asker may see it."""
    result = await stage.alice.slash(stage.channel, "ask", question="What is fentanyl?", private=True)
    assert said(await stage.bob.slash(stage.channel, "why")) == NO_ANSWER
    link = result.response.message.jump_url
    assert said(await stage.bob.slash(stage.channel, "why", answer=link)) == NO_ANSWER
    assert "Asked: What is fentanyl?" in said(await stage.alice.slash(stage.channel, "why"))


async def test_why_of_another_channel(stage: Stage) -> None:
    """An answer is explained where it stands, for not everybody sees every channel."""
    other = stage.guild.create_text_channel("other")
    await stage.mention("What is fentanyl?", channel=other)
    link = stage.replies(other)[-1].jump_url
    assert said(await stage.alice.slash(stage.channel, "why", answer=link)) == NO_ANSWER


async def test_help(stage: Stage) -> None:
    """/help names every command, tells how to ask, and what is kept."""
    result = await stage.alice.slash(stage.channel, "help")
    assert result.ephemeral
    for name in (
        "ask",
        "fact",
        "quote",
        "timeline",
        "who",
        "sources",
        "why",
        "help",
        "forget-me",
        "settings",
    ):
        assert f"`/{name}`" in said(result)
    assert "erased after 30 days" in said(result)
    assert len(buttons(result.response)) == 3


async def test_forget_me(stage: Stage) -> None:
    """/forget-me erases the caller's questions and votes, and nobody else's."""
    mine, theirs = (
        await stage.mention("What is fentanyl?"),
        await stage.mention("What is fentanyl?", stage.bob),
    )
    result = await stage.alice.slash(stage.channel, "forget-me")
    assert said(result).startswith("Erased 1 record of your questions and votes.")
    memory = stage.bot.desk.memory
    assert memory.to_question(mine.id) is None
    assert memory.to_question(theirs.id) is not None
    again = await stage.alice.slash(stage.channel, "forget-me")
    assert said(again).startswith("There is nothing of you to erase.")


async def test_settings_are_for_managers(stage: Stage) -> None:
    """Who may not manage the server doesn't even see /settings; who may sees and changes them."""
    assert "settings show" not in stage.alice.available_commands(stage.channel)
    role = stage.guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
    owner = stage.guild.add_member(stage.env.create_user("owner"), roles=[role])
    result = await owner.slash(stage.channel, "settings show")
    assert said(result) == (
        "**Channels where a question needs no mention**: none\n**Threads for answers**: no"
    )
    result = await owner.slash(stage.channel, "settings listen", channel=stage.channel)
    assert f"**: <#{stage.channel.id}>\n-# I don't hear it yet" in said(result)
    result = await owner.slash(stage.channel, "settings threads", on=True)
    assert said(result).endswith("**Threads for answers**: yes")


# ---------------------------------------------------------------------- autocomplete


@pytest.mark.parametrize(
    ("command", "option", "typed", "first"),
    [
        ("ask", "question", "soyb", "What did Bessent say about soybeans?"),
        ("ask", "question", "what hapened yuan", "What happened to the yuan?"),
        ("fact", "topic", "ven", "Venue"),
        ("fact", "topic", "air base", "Venue"),
        ("quote", "speaker", "rub", "Marco Rubio"),
        ("quote", "speaker", "besent", "Scott Bessent"),
        ("who", "name", "xi", "Xi Jinping"),
    ],
)
async def test_autocomplete(stage: Stage, command: str, option: str, typed: str, first: str) -> None:
    """Half a word, or one misspelt, offers what is meant first."""
    offered = await stage.alice.autocomplete(stage.channel, command, option, typed)
    assert offered[0] == {"name": first, "value": first}


async def test_autocomplete_of_nothing_typed(stage: Stage) -> None:
    """Before anything is typed there is something to choose, never more than Discord shows."""
    for command, option in (("ask", "question"), ("fact", "topic"), ("quote", "speaker"), ("who", "name")):
        offered = await stage.alice.autocomplete(stage.channel, command, option, "")
        assert 3 <= len(offered) <= 25


async def test_what_is_offered_is_answered(stage: Stage) -> None:
    """Every question that /ask offers has an answer."""
    for choice in await stage.alice.autocomplete(stage.channel, "ask", "question", ""):
        outcome = stage.bot.desk.engine.ask(choice["value"])
        assert type(outcome).__name__ == "Answer", choice


async def test_a_command_s_answer_is_shown_to_all(stage: Stage) -> None:
    """A public command's reply stands in the channel."""
    await stage.alice.slash(stage.channel, "timeline")
    assert shown(stage.replies(viewer=stage.bob)[-1]).startswith("**Timeline**")
