"""A question that leans on the one before it, or is in another language, restated by the language model."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..answer import Abstention, composed
from ..errors import LanguageModelError, UsageError
from ..text.scripts import scripts
from ..text.terms import STOPWORDS, terms, words
from .asked import Overview, Record, SmallTalk
from .framing import unframed
from .intent import parse, tidy, visible
from .languages import ENGLISH, is_english, lines

if TYPE_CHECKING:
    from ..answer import Outcome
    from ..llm.language_model import Restated
    from .scope import Scope

WRONG_LANGUAGE = LanguageModelError("language", "doesn't put questions into the language of the articles")


def restated(question: str, before: str | None, scope: Scope) -> Restated | None:
    """The question in the articles' language and made whole; None where it is so already, or can't be.

    The model sees the question and the one before alone, so that no article can put words in it.
    """
    before = visible(before or "") or None
    if scope.consultation is None or not (before or not is_english(question)):
        return None
    if isinstance(parse(unframed(question)), SmallTalk | Record | Overview):
        return None
    language = _nearest_language(question, scope)
    try:
        with scope.timings.stage("consult"):
            found = scope.consultation.restate(question, before, language)
        whole = tidy(found.question)
    except (LanguageModelError, UsageError):
        return None
    if language == ENGLISH and not is_english(whole):
        scope.consultation.reject(WRONG_LANGUAGE)
        return None
    if language == ENGLISH and is_english(question) and not _is_same(question, before or "", whole):
        return None
    return replace(found, question=whole, language=_language(question, found.language))


def _language(question: str, told: str) -> str:
    """The asker's language as the model tells it, if the question is in its script and isn't English."""
    said = lines(told)
    written = said is not None and not scripts(said.answered).isdisjoint(scripts(question))
    return told if written and not is_english(question) else ENGLISH


def _is_same(question: str, before: str, whole: str) -> bool:
    """Whether a question made whole still asks all that was asked, and names nothing that neither it nor the
    one before names: what a model makes up isn't shown as searched for."""
    names = {low for word in whole.split()[1:] if _is_name(word) for low in words(word)} - STOPWORDS
    return set(terms(question)) <= set(terms(whole)) and names <= set(words(f"{question} {before}"))


def _is_name(word: str) -> bool:
    """Whether it has a capital or a figure, or is an address."""
    return any(c.isupper() or c.isdigit() or c in "@/" for c in word)


def _nearest_language(question: str, scope: Scope) -> str:
    """The language of the article that comes nearest: a collection may hold several."""
    hits = scope.retriever.retrieve(question, scope.vocabulary, scope.collections).hits
    return hits[0].passage.document.language if hits else ENGLISH


def in_language(outcome: Outcome, language: str) -> Outcome:
    """The outcome with a line in the asker's language, where the articles' is another one."""
    said = lines(language) if language != ENGLISH else None
    if said is None:
        return outcome
    if isinstance(outcome, Abstention):
        return replace(outcome, reason=said.refused)
    remarks = (said.answered, *outcome.remarks)
    return replace(outcome, remarks=remarks, text=composed(outcome.citations, remarks))
