"""What is counted of questions, and that nothing in it tells who asked what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.watching.course import Watch
from bot.watching.metrics import Metrics

from ..test_failures import Broken
from .scraped import Scraped

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.client import Rapporteur
    from index import Engine

    from ..stage import Stage

YUAN = "What happened to the yuan?"


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


def scraped(metrics: Metrics) -> Scraped:
    return Scraped(metrics.text().decode())


async def test_questions_by_kind_and_outcome(
    stage: Stage, make_bot: Callable[..., Rapporteur], metrics: Metrics
) -> None:
    """By message and command, answered and refused; an edit counts anew, and what asks nothing doesn't."""
    await stage.restarted(make_bot(watch=Watch(metrics.observe), questions_per_minute=7))
    asked = await stage.mention(YUAN)
    await stage.mention("How many whales live in Norway?")
    await stage.mention("贝森特对大豆说了什么？")
    await stage.alice.send(stage.channel, "no question")
    await stage.alice.edit(asked, f"{stage.me} what did Bessent say about soybeans?")
    await stage.alice.slash(stage.channel, "brief")
    await stage.alice.slash(stage.channel, "quote", speaker="Xi")
    await stage.mention("Who wrote the article?")
    await stage.mention(YUAN)
    await stage.alice.slash(stage.channel, "ask", question=YUAN)
    seen = scraped(metrics)
    assert seen.questions() == {
        ("quote", "answered"): 1, ("quote", "abstained"): 1, ("none", "unanswerable"): 1,
        ("speech", "answered"): 1, ("overview", "answered"): 1, ("listing", "answered"): 1,
        ("record", "answered"): 1, ("none", "too_often"): 2,
    }  # fmt: skip
    assert seen.value("rapporteur_question_seconds_count") == 7
    counted = seen.risen("rapporteur_stage_seconds_count", "stage")
    assert counted == {"queue": 7, "encode": 3, "search": 3, "rank": 3, "keep": 7, "post": 7}


async def test_a_failure_is_counted(
    stage: Stage, make_bot: Callable[..., Rapporteur], engine: Engine, metrics: Metrics
) -> None:
    """Whatever broke, once each, by message and command."""
    broken = Broken(engine.store, engine.encoder)
    await stage.restarted(make_bot(broken, watch=Watch(metrics.observe)))
    await stage.mention(YUAN)
    await stage.alice.slash(stage.channel, "ask", question=YUAN)
    assert scraped(metrics).questions() == {("none", "failed"): 2}
    stage.env.errors.clear()


async def test_no_label_tells_who_or_what(
    stage: Stage, make_bot: Callable[..., Rapporteur], engine: Engine, metrics: Metrics
) -> None:
    """The labels are a few words of the bot's own: no ids, no words of a question."""
    await stage.restarted(make_bot(watch=Watch(metrics.observe)))
    await stage.mention(YUAN)
    metrics.look(stage.bot, engine.state(), ready=True)
    seen = scraped(metrics)
    names = {name for sample in seen.samples for name in sample.labels}
    assert names == {"kind", "outcome", "stage", "le", "shard", "event", "version", "python"}
    text = metrics.text().decode()
    assert "yuan" not in text
    for someone in (stage.guild.id, stage.channel.id, stage.alice.id, stage.bot.user.id):
        assert str(someone) not in text


async def test_how_the_bot_stands(stage: Stage, engine: Engine, metrics: Metrics) -> None:
    """The index's size, the servers and the shards are those of the bot that is looked at."""
    metrics.look(stage.bot, engine.state(), ready=True)
    seen = scraped(metrics)
    assert seen.value("rapporteur_ready") == 1
    assert seen.value("rapporteur_servers") == 1
    assert seen.value("rapporteur_store_documents") == 1
    assert seen.value("rapporteur_store_passages") == 13
    assert seen.value("rapporteur_store_changes_behind") == 0
    assert seen.value("rapporteur_gateway_connected", shard="0") == 1
    metrics.look(stage.bot, None, ready=False)
    assert scraped(metrics).value("rapporteur_ready") == 0
