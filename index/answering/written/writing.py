"""An answer's quotes → the few sentences that a language model makes of them, as far as they bear them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...answer import composed
from ...errors import LanguageModelError
from ...llm.language_model import Numbered
from ..languages import ENGLISH
from .borne import borne

if TYPE_CHECKING:
    from ...answer import Answer, Citation
    from ..scope import Scope


def with_sentences(answer: Answer, scope: Scope) -> Answer:
    """The answer with what the model writes from its quotes; as it is where nothing of that is borne.

    Of quotes in English alone: what denies and what counts is told by English words.
    """
    english = all(citation.document.language == ENGLISH for citation in answer.citations)
    if scope.consultation is None or not answer.citations or not english:
        return answer
    question = answer.receipt.searched_for
    try:
        with scope.timings.stage("consult"):
            sentences = scope.consultation.write(question, [_numbered(c) for c in answer.citations])
    except LanguageModelError:
        return answer
    written = tuple(borne(sentences, answer.citations))
    text = composed(answer.citations, (*written, *answer.remarks))
    return replace(answer, written=written, text=text)


def _numbered(citation: Citation) -> Numbered:
    document = citation.document
    return Numbered(citation.marker, citation.quote, document.title, document.published, citation.speaker)
