"""/fact, /quote, /timeline and /who: what each says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..stage import buttons, said, shown

if TYPE_CHECKING:
    from ..stage import Stage


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


async def test_a_command_s_answer_is_shown_to_all(stage: Stage) -> None:
    """A public command's reply stands in the channel."""
    await stage.alice.slash(stage.channel, "timeline")
    assert shown(stage.replies(viewer=stage.bob)[-1]).startswith("**Timeline**")
