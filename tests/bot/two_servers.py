"""A server with something of every kind to find, and a stranger who manages another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.memory.curated import Golden
from index import Fact, document_key

from .article_stage import add, editor
from .stage import pressing

if TYPE_CHECKING:
    from .stage import Stage

SECRET = (
    b"---\ntitle: Quillon minutes\nsource: Quillon Gazette\nauthor: Orla Quillane\npublished: 2024-03-03\n"
    b"url: https://quillon.example/minutes\n---\n"
    b"Mayor Ysolde Quillfeather said on Monday that the quillharbor of Quillmouth will open on March 5.\n\n"
    b"The quillferry to Quillport costs 7319 crowns. It sails twice a day.\n"
)
REMOVED = b"---\ntitle: Quillremoved\n---\nMinister Tam Quilldew said the quillbridge will stop in June.\n"
CANARY = re.compile(r"quill\w*+|(?<![0-9a-f])7319(?![0-9a-f])", re.IGNORECASE)
"""What stands in all that the server has, and nowhere else."""

ASKED = "How much does the quillferry to Quillport cost?"
REFUSED = "How do I bake bread in Quillbury?"
FACT, GOLDEN = "f" * 16, "e" * 16


@dataclass(frozen=True)
class Known:
    """What the stranger has learnt: names and words to type, and the ids of all that is kept."""

    words: tuple[str, ...]
    keys: tuple[str, ...]


async def furnish(stage: Stage) -> Known:
    """Give the server articles, one that it removed and one that waits, questions, votes, receipts, facts,
    golden questions and settings; gives all by which they could be asked for.
    """
    erin, channel, guild = editor(stage), stage.channel, stage.guild.id
    await add(stage, erin, SECRET, "quillon.md")
    await add(stage, erin, REMOVED, "quillremoved.md")
    removed = await erin.slash(channel, "articles remove", article="Quillremoved")
    waiting = await add(stage, erin, SECRET, "quillon.md")
    await stage.mention(ASKED)
    answer = stage.reply
    await stage.mention(REFUSED)
    stored, refused = (stage.memory.in_reply(reply.id) for reply in (answer, stage.reply))
    stage.memory.vote(stored.id, stage.bob.id, -1)
    (document,) = stage.engine.documents([str(guild)])
    stage.memory.add_fact(
        guild, Fact(FACT, "Quillfare", "7319", "The quillferry to Quillport costs", document.id)
    )
    stage.memory.add_golden(guild, Golden(GOLDEN, f"{ASKED} Quilldeed", "7319"))
    await erin.slash(channel, "digest here")
    await erin.slash(channel, "settings threads", on=True)
    held = [pressing(r.response, face).split(":")[2] for r, face in ((removed, "Undo"), (waiting, "Replace"))]
    groups = [question.key for question in stage.memory.to_review(guild, 0.0, 99)]
    words = (
        document.title, document.id, "Ysolde Quillfeather", "quillf", "Quillfare", ASKED,
        "what is in the articles?", answer.jump_url, document.content_hash, str(guild),
    )  # fmt: skip
    return Known(words, (document_key(document), *held, stored.id, refused.id, *groups, FACT, GOLDEN))


def state(stage: Stage) -> list[Any]:
    """All that the stranger could change of it."""
    memory, guild = stage.memory, stage.guild.id
    return [
        stage.engine.documents([str(guild)]),
        memory.facts(guild),
        memory.golden(guild),
        memory.to_review(guild, 0.0, 99),
        memory.settings(guild),
    ]
