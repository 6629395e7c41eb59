"""From settings to a bot: the one place where its parts are made and put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

from index import FACTS_FILE, LLMSettings, load_facts, open_language_model

from . import desk
from .answers import AnswerService
from .client import Rapporteur
from .cogs.about import About
from .cogs.article_presses import ArticlePresses
from .cogs.articles import Articles as ArticleCommands
from .cogs.ask import Ask
from .cogs.brief import Brief
from .cogs.desk import Desk
from .cogs.digests import Digests
from .cogs.documents import Documents
from .cogs.facts import Facts
from .cogs.marking import Marking
from .cogs.moderation import Moderation
from .cogs.presses import Presses
from .cogs.privacy import Privacy
from .cogs.sharing import Sharing
from .collecting.actions import Actions
from .collecting.articles import Articles
from .collecting.cdn import Cdn
from .errors import SettingsError
from .in_flight import InFlight
from .limits import Limits, SharedLimits
from .memory.async_memory import AsyncMemory
from .memory.opening import open_or_do_without
from .memory.postgres.claims import Claims
from .replying.digest_posts import DigestPosts
from .replying.marks import Marks
from .replying.replies import Replies
from .responder import Responder
from .servers import Servers
from .services import Services
from .session_starts import SessionStarts, SharedSessionStarts
from .watching.course import Watch
from .worker import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from discord.ext import commands

    from index import Engine, Fact, LanguageModel

    from .settings import Settings

log = structlog.get_logger()

SCRIBE_SECONDS = 10.0
"""A change of the memory is a millisecond's work; it may wait for a slow disk, but an answer may not long."""

SHARED_THREADS = 4
"""Looks into a memory at once that is a database: as many as it has connections. A file has one writer."""

MB = 1_000_000


def assemble(
    settings: Settings, engine: Engine, *,
    stand_in: Engine | None = None, watch: Watch | None = None, **options: Any,
) -> Rapporteur:  # fmt: skip
    """The bot with all its parts; ``options`` go to discord.py.

    ``stand_in`` answers while the engine's store is away, ``watch`` is told of each question.

    Raises:
        RapporteurError: the facts can't be used, or the memory is damaged.
    """
    path = settings.rapporteur_corpus / FACTS_FILE
    facts = load_facts(path) if path.exists() else []
    services = _services(settings, engine, stand_in, watch or Watch())
    bot = Rapporteur(services, message_content=settings.message_content, **options)
    bot.attach(*_cogs(bot, settings, engine, facts))
    return bot


def _services(settings: Settings, engine: Engine, stand_in: Engine | None, watch: Watch) -> Services:
    worker = Worker(
        "questions",
        threads=_threads(engine.language_model),
        waiting=settings.queue_length,
        seconds=settings.answer_seconds,
    )
    records = open_or_do_without(settings.database() or settings.rapporteur_memory)
    scribe = Worker(
        "memory",
        threads=SHARED_THREADS if isinstance(records, Claims) else 1,
        waiting=settings.queue_length * 10,
        seconds=SCRIBE_SECONDS,
    )
    memory = AsyncMemory(records, scribe)
    servers = Servers(memory, engine, worker)
    limits = _limits(settings, memory)
    in_flight = InFlight()
    return Services(
        worker=worker,
        memory=memory,
        answers=AnswerService(engine, memory, worker, servers, stand_in),
        servers=servers,
        limits=limits,
        in_flight=in_flight,
        responder=Responder(memory, limits, in_flight, servers, watch),
        articles=_articles(settings, engine, memory),
        session_starts=_session_starts(memory),
        watch=watch,
    )


def _limits(settings: Settings, memory: AsyncMemory) -> Limits:
    most = settings.questions_per_minute, settings.channel_questions_per_minute
    claims = memory.records
    return SharedLimits(*most, memory, claims) if isinstance(claims, Claims) else Limits(*most)


def _session_starts(memory: AsyncMemory) -> SessionStarts:
    claims = memory.records
    return SharedSessionStarts(memory, claims) if isinstance(claims, Claims) else SessionStarts()


def _articles(settings: Settings, engine: Engine, memory: AsyncMemory) -> Articles:
    return Articles(
        engine, memory, Cdn(), settings.rapporteur_index, _spool(settings.rapporteur_memory),
        documents=settings.server_articles, size=int(settings.server_articles_mb * MB),
    )  # fmt: skip


def _spool(memory: Path) -> Path:
    """Where uploads lie while they are read: beside the memory, on a disk that is the bot's."""
    return memory.with_name(f"{memory.name}-uploads")


def _threads(model: LanguageModel | None) -> int:
    """One, which the models at hand keep busy; a language model elsewhere is waited for, by as many as it
    takes and as many again, and one more answers without it."""
    return 1 if model is None else 2 * model.concurrency + 1


def language_model_of(settings: Settings) -> LanguageModel | None:
    """The language model that the environment names, its troubles told in the log; None for none.

    Raises:
        SettingsError: it may take as long as a whole answer, so that nothing could answer in its place.
        UsageError: its settings can't be used, or its client isn't installed.
    """
    model, most = LLMSettings.read(), settings.answer_seconds
    if model.mode != "off" and model.seconds >= most:
        raise SettingsError(
            f"RAPPORTEUR_LLM_SECONDS={model.seconds:g}: must be less than ANSWER_SECONDS={most:g}, or "
            "nothing can answer in its place; see .env.example"
        )
    return open_language_model(model, lambda problem: log.warning("language model", problem=problem))


def _cogs(
    bot: Rapporteur, settings: Settings, engine: Engine, facts: Sequence[Fact]
) -> Iterator[commands.Cog]:
    """The faces, in the order in which their commands are listed."""
    s = bot.services
    keep_days = settings.keep_questions_days
    replies = Replies(bot, s.answers, s.memory, s.servers, s.limits, s.in_flight, s.watch)
    if isinstance(s.memory.records, Claims):
        yield Sharing(bot, s.memory.records, s.memory, replies, s.servers)
    yield Ask(bot, replies, s.answers, s.responder, s.servers)
    yield Brief(s.answers, s.responder)
    on_desk = desk.Desk(engine, s.memory, s.worker, keep_days, facts)
    yield Facts(facts, engine, s.answers, s.responder, s.servers, on_desk)
    yield Documents(engine, s.answers, s.responder)
    yield About(engine, s.answers, s.memory, s.responder, keep_days)
    yield Privacy(s.memory, s.responder, s.servers, keep_days)
    yield Moderation(s.servers, s.responder, message_content=settings.message_content, writes=engine.writes)
    yield Desk(on_desk, s.memory, s.responder)
    posts = DigestPosts(bot, s.answers, s.memory, s.worker, s.servers)
    yield Digests(bot, posts, engine, s.worker, s.servers, s.responder)
    actions = Actions(s.articles, s.responder, s.servers)
    yield ArticleCommands(bot, actions, s.servers)
    yield ArticlePresses(bot, actions, s.answers, s.responder)
    yield Marking(Marks(bot, engine, s.memory, s.articles.reader, replies.lock), s.memory)
    yield Presses(engine, s.answers, s.memory, s.responder)
