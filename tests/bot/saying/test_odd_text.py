"""Odd and hostile text, in a question and in an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index import Document, Engine

from ...index.shipped import copied_index
from ..stage import said, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.client import Rapporteur

    from ..stage import Stage

YUAN, RISE = "What happened to the yuan?", ("> China’s yuan", "> **China’s yuan")

HOSTILE = (
    "The mayor said **bold** things about harbors, @everyone: `code`, ||spoilers|| and [links](https://x.example).\n"
    "# Harbors are <@1> great > quotes\n"
    "> 1. Harbors -# small :smile: https://a_b_c.example/_x_"
)


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("why " * 200, "That question has 799 characters and I read up to 500. Shorten it, please."),
        (
            "贝森特对大豆说了什么？",
            "I find answers by the words of the articles, and they are written in another script",
        ),
        ("@everyone **what** happened to the ||yuan||?", RISE),
        ("what hap\u200bpened to the\u202e yuan?", RISE),
        ("```what happened to the yuan?```", RISE),
        ("# what happened to the yuan?", RISE),
        ("<@&1> <#2> </ask:3> what happened to the yuan? <t:1700000000:R>", RISE),
    ],
)
async def test_odd_questions(stage: Stage, text: str, reply: str | tuple[str, ...]) -> None:
    """Too long, in another script, dressed in markup or in invisible characters: a sensible reply."""
    await stage.mention(text)
    assert shown(stage.reply).startswith(reply)


async def test_only_an_attachment(stage: Stage) -> None:
    """A picture is no question."""
    await stage.mention("", attachments=[("chart.png", b"not a picture")])
    assert shown(stage.reply).startswith(
        "I can't look into attachments. Put the question into words, please."
    )


async def test_a_question_that_would_ping(stage: Stage) -> None:
    """Nothing that the bot repeats pings anybody, in a heading either."""
    question = f"@everyone @here {stage.bob.mention} <@&5> how do I bake bread, *{'x' * 100}* `y`?"
    result = await stage.alice.slash(stage.channel, "ask", question=question)
    message = result.response.message
    assert (message.mentions, message.role_mentions, message.mention_everyone) == ([], [], False)
    assert said(result).startswith("**how do I bake bread, xxx")
    sent = [r.json for r in stage.env.http_requests if r.json and "allowed_mentions" in r.json]
    assert sent
    assert all(body["allowed_mentions"] == {"parse": []} for body in sent)


async def test_markdown_in_an_article_cannot_break_the_layout(
    stage: Stage, make_bot: Callable[..., Rapporteur], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What an article has in it is shown as it is: no emphasis, heading, link or mention comes of it."""
    with Engine.open(copied_index(tmp_path_factory), threads=1) as engine:
        engine.add(
            Document("hostile", "A *title* [x](y) @here", HOSTILE, "`Out`let", url="https://e.org/a_(b)")
        )
        await stage.restarted(make_bot(engine))
        await stage.mention("What did the mayor say about harbors?")
        text = shown(stage.reply)
        assert "things about harbors, \\@everyone: \\`code\\`, \\|\\|spoilers\\|\\|" in text
        assert (
            "A \\*title\\* \\[x\\](y) \\@here · \\`Out\\`let · [¶1](https://e.org/a_%28b%29#:~:text=" in text
        )
