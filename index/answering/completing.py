"""What was asked → its outcome, with all that is told of it: what was written, and what it took."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from ..answer import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..answer import Outcome
    from .scope import Scope


def complete(scope: Scope, ask: Callable[[Scope], Outcome], *, written: bool) -> Outcome:
    """The outcome of asking, with its receipt whole; ``written`` wants it in sentences of the language
    model."""
    started = perf_counter()
    outcome = ask(scope)
    if written and isinstance(outcome, Answer):
        from .written.writing import with_sentences  # with what it checks by, 27 ms that few questions need

        outcome = with_sentences(outcome, scope)
    use = scope.consultation.use if scope.consultation else None
    elapsed = (perf_counter() - started) * 1000
    laps = tuple(scope.timings.laps)
    return replace(
        outcome, receipt=replace(outcome.receipt, elapsed_ms=elapsed, language_model=use, laps=laps)
    )
