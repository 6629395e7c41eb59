"""What is held in memory of each server: its settings, and the catalogue of what can be asked there."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import structlog
from cachetools import LRUCache

from index import RapporteurError

from .access import Access
from .catalogue import Catalogue
from .hearing.inquiry import collections
from .memory.async_memory import LOOK_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from index import Engine

    from .memory.async_memory import AsyncMemory
    from .worker import Worker

T = TypeVar("T")
log = structlog.get_logger()

LISTEN, FORUMS = "listen", "forums"
"""The settings of the channels where a question needs no mention, and of the forums whose posts are
questions: ids."""

ANSWERS, QUOTES, WRITTEN = "answers", "quotes", "written"
"""The setting of how answers are given, and its values: in quotes alone, or with sentences written from
them."""

EDITORS = "editors"
"""The setting of the role that may add and change a server's articles."""

SERVERS_HELD, CATALOGUES_HELD = 1000, 100
"""Servers whose settings, and whose catalogues, are held in memory; those of others are read again."""


class Servers:
    """Settings come from the memory, catalogues from the engine, which ``worker`` asks."""

    def __init__(self, memory: AsyncMemory, engine: Engine, worker: Worker) -> None:
        self._memory, self._engine, self._worker = memory, engine, worker
        self._settings: LRUCache[int, dict[str, Any]] = LRUCache(SERVERS_HELD)
        self._changes = 0
        self._catalogues: LRUCache[tuple[str, ...], Catalogue] = LRUCache(CATALOGUES_HELD)

    async def settings(self, guild: int) -> dict[str, Any]:
        """The settings of a server.

        Raises:
            RapporteurError: they can't be read now.
        """
        if (held := self._settings.get(guild)) is not None:
            return held
        changes = self._changes
        read = await self._memory.call(lambda memory: memory.settings(guild))
        return self._settings.setdefault(guild, read) if changes == self._changes else read

    def changed(self, guild: int | None) -> None:
        """Another process may have changed a server's settings, or any server's: they are read again."""
        self._changes += 1
        if guild is None:
            self._settings.clear()
        else:
            self._settings.pop(guild, None)

    async def setting(self, guild: int, name: str, otherwise: T) -> T:
        """One of them, or ``otherwise`` where it isn't set, or can't be read now."""
        try:
            found: T = (await self.settings(guild)).get(name, otherwise)
        except RapporteurError as error:
            log.error("settings not read", server=guild, reason=str(error))
            return otherwise
        return found

    async def listening(self, guild: int) -> list[int]:
        """The channels where a question needs no mention, and the forums whose posts are questions."""
        nowhere = list[int]()
        channels = await self.setting(guild, LISTEN, nowhere)
        return [*channels, *await self.setting(guild, FORUMS, nowhere)]

    async def access(self, guild: int | None) -> Access:
        """Where it may speak in a server, and who may ask; everywhere and everybody in direct messages, and
        where that can't be read at once."""
        if guild is None:
            return Access()
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                return Access.of(await self.settings(guild))
        except (TimeoutError, RapporteurError) as error:
            log.error("settings not read", server=guild, reason=str(error))
            return Access()

    async def set(self, guild: int, name: str, value: Any) -> None:
        """Change a setting of a server.

        Raises:
            RapporteurError: it can't be kept now.
        """
        (await self.settings(guild))[name] = value  # at once, so that two changes don't undo one another
        try:
            await self._memory.call(lambda memory: memory.set(guild, name, value))
        except RapporteurError:
            self._settings.pop(guild, None)
            raise

    async def forget(self, guild: int) -> None:
        """Forget a server that the bot was removed from."""
        self._settings.pop(guild, None)
        await self._memory.call(lambda memory: memory.leave(guild))

    async def have(self, guild: int | None, look: Callable[[Engine, tuple[str, ...]], bool]) -> bool:
        """Whether the articles of a server have what is looked for; true where that can't be told at once."""
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                return await self._worker.run(partial(look, self._engine, collections(guild)))
        except (TimeoutError, RapporteurError) as error:
            log.info("not looked for", server=guild, reason=str(error))
            return True

    async def catalogue(self, guild: int | None) -> Catalogue:
        """What can be asked for in a server, read again when the index has changed."""
        known = collections(guild)
        held = self._catalogues.get(known)
        if held is None or held.version != self._engine.version:
            held = await self._worker.run(partial(Catalogue.of, self._engine, known))
            self._catalogues[known] = held
        return held
