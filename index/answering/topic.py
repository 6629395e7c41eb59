"""How sure it is that a sentence is about a topic, also where it says it in other words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..storage.quantization import token_cosines
from ..text.terms import terms
from .thresholds import confidence_on_topic, features

if TYPE_CHECKING:
    from ..search.retriever import Hit, Retrieval
    from ..search.vocabulary import Vocabulary

SAME_MEANING = 0.55
"""Cosine from which a word of a sentence stands for another one that is asked for. Of 404 words of 40 news
articles, asked for by WordNet's first synonym, .067 are found so, and of 8,992 sentences .0004 for a synonym
from another article; .5 and .6 give .109 and .0019, .035 and .0003.
"""


def topic_confidence(
    topic: Retrieval, hit: Hit, sentence: int, vocabulary: Vocabulary, *, alone: bool = False
) -> float:
    """The probability, in [0, 1], that a sentence is about the words that ``topic`` was retrieved by; with
    ``alone`` without what its passage says around it."""
    seen = features(topic, hit, sentence, vocabulary)
    passage = hit.passage
    span = passage.sentences[sentence] if alone else passage.span
    here, query = set(terms(span.of(passage.document.text))), topic.tokens
    rarity = np.array([vocabulary.idf(term) for term in query.terms])
    covered = [t in here or _meant(topic, hit, sentence, n) for n, t in enumerate(query.terms)]
    share = float(rarity @ covered / rarity.sum()) if covered else 0.0
    return confidence_on_topic(replace(seen, covered_passage=share))


def _meant(topic: Retrieval, hit: Hit, sentence: int, term: int) -> bool:
    """Whether a word of the sentence means about the same as a term.

    Names never do: those of two presidents or countries are as near as two words for one thing.
    """
    own = topic.tokens.words == term
    if float(hit.interaction.similarities[sentence][own].mean()) < SAME_MEANING:
        return False
    passage, span = hit.passage, hit.passage.sentences[sentence]
    inside = (passage.starts >= span.start) & (passage.starts < span.end)
    cosines = token_cosines(passage.tokens[inside], topic.tokens.vectors[own]).sum(axis=0)
    return _is_small(passage.document.text, int(passage.starts[inside][cosines.argmax()]))


def _is_small(text: str, at: int) -> bool:
    """Whether the word around a place begins with a small letter."""
    while at and text[at - 1].isalpha():
        at -= 1
    return text[at].islower()
