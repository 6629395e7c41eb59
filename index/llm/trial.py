"""A language model tried on a question that it has to get right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import LanguageModelError
from .language_model import Numbered

if TYPE_CHECKING:
    from .endpoint_model import EndpointModel

QUESTION, ANSWER = "How many ferries does the harbor of Lowton have?", 2
"""A question, and the number of the sentence that answers it."""

SENTENCES = (
    Numbered(1, "The harbor of Lowton opened in 1921.", "The harbor"),
    Numbered(
        2, "Three ferries cross to the island every day, and no other harbor has as many.", "The harbor"
    ),
    Numbered(3, "Its master, Ann Bell, expects 400 passengers on Sunday.", "The harbor"),
)


def tried(model: EndpointModel) -> str:
    """What came of it, in a line.

    Raises:
        LanguageModelError: no reply that can be used, or the wrong one.
    """
    where, talk = f"{model.name} at {model.host}", model.consult("trial")
    try:
        found = [choice.number for choice in talk.choose(QUESTION, SENTENCES)]
    except LanguageModelError as error:
        raise LanguageModelError(error.kind, f"{where} {error}") from error
    took = talk.use.milliseconds if talk.use else 0.0
    held = f"held to a JSON {form}" if (form := model.endpoint.format) else "held by its instructions alone"
    told = f"{where} replied in {took:.0f} ms, {held}"
    if found[:1] != [ANSWER]:
        raise LanguageModelError("weak", f"{told}; it took another of three sentences for the answer")
    return f"{told}, and found the sentence that answers"
