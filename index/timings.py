"""How long each stage of one question takes."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Literal, NamedTuple, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

P = ParamSpec("P")
T = TypeVar("T")


Stage = Literal["queue", "encode", "search", "rank", "read", "verify", "consult", "keep", "post"]
"""The stages of a question, in their order. The engine's are "encode" (the question to its vector), "search"
(the candidates from the store), "rank" (late interaction), "read" and "verify" (the models that judge), and
"consult" (a language model); around it are the waiting before, the memory, and posting the reply."""


class Lap(NamedTuple):
    """One stage, once: when it ``began`` by ``time.perf_counter``, and the ``seconds`` that it took."""

    stage: Stage
    began: float
    seconds: float


class Timings:
    """The laps of one question, in the order in which they ended. May be used from several threads."""

    def __init__(self) -> None:
        self.laps: list[Lap] = []

    def stage(self, name: Stage) -> Running:
        """A stage that begins now; it ends with the ``with`` that holds it, or by ``stop``."""
        return Running(name, self.laps)

    def measure(self, stage: Stage, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """What ``work`` gives, its time noted under the stage."""
        with self.stage(stage):
            return work(*args, **options)


class Running:
    """A stage under way."""

    __slots__ = ("_began", "_laps", "_stage")

    def __init__(self, stage: Stage, laps: list[Lap]) -> None:
        self._stage, self._began = stage, perf_counter()
        self._laps: list[Lap] | None = laps

    def stop(self) -> None:
        """It ends now, unless it has ended."""
        if self._laps is not None:
            self._laps.append(Lap(self._stage, self._began, perf_counter() - self._began))
            self._laps = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
