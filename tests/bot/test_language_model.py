"""The bot with a language model of the operator's own, which is served on loopback."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import discord
import pytest
import structlog
from pydantic import SecretStr

from bot import run
from bot.hearing.query import OTHER_SCRIPT
from bot.logs import log_to_stderr
from bot.settings import Settings
from index import Engine
from index.answer import WRITTEN_NOTE

from ..index.llm.asking import KEY, model_at
from ..index.llm.judges import SOLD, SOYBEANS, STRANGER, YUAN, knowing
from ..index.llm.server import Asked, Fault, ModelServer
from .stage import said, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.client import Rapporteur
    from index.llm.endpoint_model import EndpointModel

    from ..index.llm.server import Reply
    from .stage import Stage

    Begin = Callable[..., Any]

BESSENT = "U.S. Treasury Secretary Scott Bessent said Beijing is expected to delay"


class Model:
    """A server, the model at it, and what the operator was told of it."""

    def __init__(self, server: ModelServer) -> None:
        self.server, self.told = server, list[str]()
        self.made: list[EndpointModel] = []

    def at(self, **settings: Any) -> EndpointModel:
        self.made.append(model_at(self.server, self.told, **settings))
        return self.made[-1]

    @property
    def tasks(self) -> list[str]:
        """What was asked, in order."""
        return [asked.task for asked in self.server.asked]


@pytest.fixture
def model() -> Iterator[Model]:
    with ModelServer(knowing) as server:
        model = Model(server)
        yield model
        server.released.set()
        for made in model.made:
            made.close()


@pytest.fixture
def begin(stage: Stage, engine: Engine, make_bot: Callable[..., Rapporteur], model: Model) -> Begin:
    """Has a bot with the model take over, whose mode and limits are given by name."""

    def begin(reply: Callable[[Asked], Reply] | Reply = knowing, **settings: Any) -> Any:
        model.server.reply = reply
        asked = Engine(engine.store, engine.encoder, language_model=model.at(**settings))
        return stage.restarted(make_bot(asked))

    return begin


async def manager(stage: Stage) -> Any:
    role = stage.guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
    return stage.guild.add_member(stage.env.create_user("owner"), roles=[role])


def says_a_stranger(asked: Asked) -> Reply:
    return {"sentences": [f"{STRANGER} resigned. [1]"]} if asked.task == "write" else knowing(asked)


# ---------------------------------------------------------------------- what is shown


async def test_a_question_in_another_script(stage: Stage, begin: Begin, model: Model) -> None:
    """It reaches the model; the quote is shown in the original, under a line in the asker's language, with
    what was searched for."""
    await begin()
    await stage.mention("贝森特对大豆说了什么？")
    lines = shown(stage.reply).split("\n")
    assert lines[0] == f"-# Searched for: {SOYBEANS}"
    assert lines[1] == "以下为文章原文："
    assert SOLD in shown(stage.reply)
    assert model.tasks == ["restate", "choose"]


async def test_another_script_when_the_model_fails(stage: Stage, begin: Begin) -> None:
    """Then it is told as without one that the articles are written in another."""
    await begin(Fault(404))
    await stage.mention("贝森特对大豆说了什么？")
    assert shown(stage.reply).startswith(OTHER_SCRIPT)
    await stage.mention(SOYBEANS)
    assert BESSENT in shown(stage.reply)


async def test_another_script_that_nothing_answers(stage: Stage, begin: Begin) -> None:
    """A refusal of the model's own is one in the asker's language, not a matter of script."""

    def none(asked: Asked) -> Reply:
        if asked.task == "restate":
            return {"question": "Who is the president of Korea?", "language": "ru"}
        return {"answers": []}

    await begin(none)
    await stage.mention("Кто президент Кореи?")
    assert "В статьях этого нет." in shown(stage.reply)


async def test_why(stage: Stage, begin: Begin) -> None:
    """/why says that a model judged, which, with how many tokens, and how long it took; and for a reply that
    was kept, that it was."""
    await begin()
    await stage.mention(YUAN)
    lines = said(await stage.alice.slash(stage.channel, "why")).split("\n")
    assert lines[0] == (
        "**Why?** A language model was shown the nearest passages and pointed at the sentences that answer."
    )
    (used,) = [line for line in lines if line.startswith("-# language model")]
    assert used.startswith("-# language model tiny · 100 tokens · ")
    assert used.endswith(" ms")
    await stage.mention(YUAN)
    again = said(await stage.alice.slash(stage.channel, "why", answer=stage.reply.jump_url))
    assert "-# language model tiny · its reply was kept from before · " in again
    await stage.mention("What did Rubio say about soybeans?")
    refused = said(await stage.alice.slash(stage.channel, "why", answer=stage.reply.jump_url))
    assert "A language model was shown the nearest passages and said that none answers." in refused


async def test_why_without_its_help(stage: Stage, begin: Begin) -> None:
    """Where the model failed /why tells who judged in its place, and of no model."""
    await begin(Fault(500))
    await stage.mention(YUAN)
    told = said(await stage.alice.slash(stage.channel, "why"))
    assert "The search judged" in told
    assert "language model" not in told


async def test_help_says_what_leaves_the_machine(stage: Stage, begin: Begin, model: Model) -> None:
    """Where there is a model, to whom it is sent; where there is none, nothing of that."""
    assert "language model" not in said(await stage.alice.slash(stage.channel, "help"))
    await begin()
    told = said(await stage.alice.slash(stage.channel, "help"))
    assert "sent to the language model tiny at 127" in told
    assert "without names or ids" in told
    assert KEY not in told


async def test_neither_names_nor_ids_leave_the_machine(stage: Stage, begin: Begin, model: Model) -> None:
    """Of who asked, where and in which server the model is told nothing."""
    await begin()
    await stage.mention(YUAN)
    sent = str(model.server.asked[0].body)
    ids = (stage.guild.id, stage.channel.id, stage.alice.id, stage.bot.user.id)
    for private in (*map(str, ids), "alice", "Harbor watch"):
        assert private not in sent


# ---------------------------------------------------------------------- written sentences


async def test_written_sentences(stage: Stage, begin: Begin, model: Model) -> None:
    """In a server that chose them they stand over the quotes, under them whose they are; elsewhere, and in
    direct messages, nothing is written."""
    await begin(mode="write")
    await stage.mention(SOYBEANS)
    assert WRITTEN_NOTE not in shown(stage.reply)
    owner = await manager(stage)
    changed = said(await owner.slash(stage.channel, "settings answers", form="written"))
    assert changed.endswith("**Answers**: written")
    await stage.mention(SOYBEANS)
    text = shown(stage.reply)
    written, note, quotes = text.partition(f"-# {WRITTEN_NOTE}")
    assert SOLD in written
    assert note
    assert f"\n> {BESSENT}" in quotes
    assert model.tasks == ["choose", "write"]
    await stage.alice.send_dm(SOYBEANS)
    (reply,) = stage.replies(stage.alice.user.dm_channel, viewer=stage.alice.user)
    assert WRITTEN_NOTE not in shown(reply)


async def test_a_brief_is_written_too(stage: Stage, begin: Begin) -> None:
    """Where a server chose written answers."""
    await begin(mode="write")
    owner = await manager(stage)
    assert WRITTEN_NOTE not in said(await owner.slash(stage.channel, "brief", topic="soybeans"))
    await owner.slash(stage.channel, "settings answers", form="written")
    text = said(await owner.slash(stage.channel, "brief", topic="soybeans"))
    written, _, quotes = text.partition(f"-# {WRITTEN_NOTE}")
    assert SOLD in written
    assert f"\n> {BESSENT}" in quotes


async def test_what_the_quotes_do_not_bear(stage: Stage, begin: Begin) -> None:
    """It isn't shown; the quotes are."""
    await begin(says_a_stranger, mode="write")
    owner = await manager(stage)
    await owner.slash(stage.channel, "settings answers", form="written")
    await stage.mention(SOYBEANS)
    text = shown(stage.reply)
    assert WRITTEN_NOTE not in text
    assert STRANGER.split()[1] not in text
    assert BESSENT in text


@pytest.mark.parametrize("mode", ["judge", "off"])
async def test_sentences_that_nobody_writes(stage: Stage, begin: Begin, model: Model, mode: str) -> None:
    """A server may choose them before there is a model that may write: it is told what is missing, and its
    answers stay quotes."""
    await begin(mode=mode)
    owner = await manager(stage)
    changed = said(await owner.slash(stage.channel, "settings answers", form="written"))
    assert changed.endswith("whoever runs me has to give me a language model, RAPPORTEUR_LLM=write.")
    await stage.mention(SOYBEANS)
    assert WRITTEN_NOTE not in shown(stage.reply)
    assert "write" not in model.tasks


async def test_its_words_are_only_words(stage: Stage, begin: Begin) -> None:
    """Links, mentions and marks in what a model writes, or an article has, are text; nobody is pinged."""
    loud = "@everyone [Bessent](https://evil.example) <@1> **said** Beijing `will` wait. [1]"
    await begin(
        lambda asked: {"sentences": [loud]} if asked.task == "write" else knowing(asked), mode="write"
    )
    owner = await manager(stage)
    await owner.slash(stage.channel, "settings answers", form="written")
    await stage.mention(SOYBEANS)
    assert "](https://evil" not in shown(stage.reply).replace("\\]", "")
    assert stage.reply.mentions == []
    assert not stage.reply.mention_everyone


# ---------------------------------------------------------------------- trouble


async def test_its_failure_is_told_once(stage: Stage, begin: Begin, model: Model) -> None:
    """Without a word of the question or the key, whatever the endpoint repeats; everybody is answered."""
    echo = lambda asked: Fault(401, str((asked.body, asked.headers)))  # noqa: E731
    await begin(echo)
    for question in (YUAN, SOYBEANS, YUAN):
        await stage.mention(question)
    assert len(stage.replies()) == 3
    assert BESSENT in shown(stage.replies()[1])
    assert model.told == [
        "the language model refuses the key (401): set RAPPORTEUR_LLM_KEY; the embedded judge answers "
        "(refused: 1 so far)"
    ]


def test_the_log_has_no_key(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], logged_as_before: None
) -> None:
    """The operator's log tells what is wrong with the model that the environment names, and not the key."""
    with ModelServer(Fault(401)) as server:
        for name, value in {"": "judge", "_URL": server.url, "_MODEL": KEY, "_KEY": KEY}.items():
            monkeypatch.setenv(f"RAPPORTEUR_LLM{name}", value)
        log_to_stderr("INFO", KEY)
        model = run.language_model_of(Settings(discord_token=SecretStr("none")))
        assert model is not None
        with closing(model), pytest.raises(Exception, match="refuses the key"):
            model.consult("corpus").restate("Who?", None, "en")
        structlog.get_logger().info("asked", model=model.name)
    told = capsys.readouterr().err
    assert "refuses the key (401)" in told
    assert KEY not in told
