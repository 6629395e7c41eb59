"""The probability that a passage answers a question, from what retrieval saw.

It is the product of two logistic regressions: that the passage is about what is asked (answerable questions
against questions of other articles), and that it answers, given that it is (against near misses).
"""

from __future__ import annotations

import math
import re
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..text.terms import STOPWORDS, stem, terms, words
from .answer_type import AnswerType, answer_type, offers

if TYPE_CHECKING:
    from ..search.retriever import Hit, Retrieval
    from ..search.vocabulary import Vocabulary

_NAME = re.compile(r"(?<!^)\b[^\W\d_a-z][\w’'-]+|\d[\d,.]*")


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for and against an answer; each is about one hit and its best sentence.

    ``passage`` and ``sentence`` are MaxSim; ``weakest_*`` that of the question's worst-matched word;
    ``covered_*`` the idf-weighted share of its words that stand in the passage, or anywhere; ``unknown``
    counts its words that stand nowhere, ``names_missing`` its names and numbers that the passage lacks;
    ``strangers`` those that the documents lack. ``lacks_*`` is 1 when that kind of thing was asked for and
    the passage has none that the question doesn't say itself.
    """

    sentence: float
    passage: float
    weakest_sentence: float
    weakest_passage: float
    cosine: float
    covered_passage: float
    covered_anywhere: float
    unknown: float
    names_missing: float
    strangers: float
    lacks_amount: float
    lacks_time: float
    lacks_name: float
    lacks_reason: float


def features(retrieval: Retrieval, hit: Hit, sentence: int, vocabulary: Vocabulary) -> Features:
    """Measure one hit and one of its sentences."""
    query, text, question = retrieval.tokens, hit.passage.document.text, retrieval.question
    here = set(terms(hit.passage.span.of(text)))
    rarity = np.array([vocabulary.idf(term) for term in query.terms]) if query.terms else np.ones(1)
    share = rarity / rarity.sum()
    known = [vocabulary.knows(term) for term in query.terms]
    names = {stem(w) for m in _NAME.findall(question) for w in words(m) if w not in STOPWORDS}
    return Features(
        sentence=float(hit.interaction.sentences(query)[sentence]),
        passage=hit.interaction.passage(query),
        weakest_sentence=hit.interaction.weakest(query, sentence),
        weakest_passage=hit.interaction.weakest(query),
        cosine=hit.cosine,
        covered_passage=float(sum(s for s, term in zip(share, query.terms, strict=False) if term in here)),
        covered_anywhere=float(sum(s for s, k in zip(share, known, strict=False) if k)),
        unknown=float(len(known) - sum(known)),
        names_missing=float(len(names - here)),
        strangers=float(sum(not vocabulary.knows(name) for name in names)),
        **_lacks(question, hit.passage.span.of(text)),
    )


_LACKS = {
    "lacks_amount": {AnswerType.NUMBER, AnswerType.MONEY},
    "lacks_time": {AnswerType.TIME, AnswerType.DURATION},
    "lacks_name": {AnswerType.PERSON, AnswerType.PLACE},
    "lacks_reason": {AnswerType.REASON},
}


def _lacks(question: str, passage: str) -> dict[str, float]:
    """The ``lacks_*`` features of a passage."""
    kind = answer_type(question)
    missing = not offers(kind, passage, question)
    return {name: float(missing and kind in kinds) for name, kinds in _LACKS.items()}


RELEVANT = Features(
    sentence=6.02,
    passage=5.53,
    weakest_sentence=-0.07,
    weakest_passage=-0.29,
    cosine=11.63,
    covered_passage=3.52,
    covered_anywhere=-1.0,
    unknown=0.35,
    names_missing=-0.52,
    strangers=-1.2,
    lacks_amount=-1.06,
    lacks_time=0.09,
    lacks_name=1.05,
    lacks_reason=0.22,
)
RELEVANT_AT_ZERO = -9.85
ANSWERED = Features(
    sentence=0.22,
    passage=-1.06,
    weakest_sentence=0.43,
    weakest_passage=1.36,
    cosine=1.2,
    covered_passage=0.69,
    covered_anywhere=0.9,
    unknown=0.59,
    names_missing=-0.33,
    strangers=-0.47,
    lacks_amount=-1.36,
    lacks_time=-0.32,
    lacks_name=0.59,
    lacks_reason=-1.62,
)
ANSWERED_AT_ZERO = -1.93
"""Logistic regressions (L2, C = 10 and 3), fitted on SQuAD 2.0 dev8 (150 questions and 50 of other articles
each), 30 articles of SQuADShifts' new Wikipedia (the first only) and 648 questions written for 17 news
articles, half of them near misses, false premises and the like. The second's logit is shrunk to 0.7 of
the fit: areas under the ROC curve by cross-validation over articles,

    shrunk to    questions of other articles (dev8)    near misses and others (news)
    1.0          .9885                                 .741
    0.7          .9893                                 .733
    0.5          .9899                                 .725
"""

THRESHOLD = 0.3
"""The least confidence that is answered. On SQuAD dev8 it keeps .753 of the .769 right first quotes and
answers .03 of the questions of other articles; .25 and .36 give .756 and .032, .737 and .025."""


READ_AT_ZERO, READ_MARGIN, READ_RELEVANT = -0.116, 0.282, 0.142
"""For a reader that `build --reader` compiles: a logistic regression (L2, C = 10) of its margin and
``relevance``'s logit, fitted with one made from all-MiniLM-L6-v2 on articles that it was not trained on:
two of SQuAD dev8, five of new Wikipedia; 1,117 answerable questions, 405 near misses, 420 questions of other
articles. By cross-validation over articles, areas under the ROC curve on SQuAD and the expected calibration
error:

    judged by              near misses    rejected at 90    other articles    calibration error
    retrieval              .643           .235              .990              .120
    margin                 .772           .405              .976              .027
    margin and relevance   .765           .373              .992              .035
    mean with retrieval    .737           .326               .995              .061
"""

READ_THRESHOLD = 0.15
"""The least confidence that is answered where a reader judged. On the same questions it answers .980 of the
answerable (.811 with the right first quote), .849 of the near misses and .036 of other articles' questions;
.1 and .2 give .987, .904 and .045, .971, .785 and .033. Retrieval at its own threshold answers .957 (.794),
.862 and .029. Of the golden set's 19 paraphrases 9 are answered at .15."""

VERIFIED_AT_ZERO, VERIFIED_BELOW, VERIFIED_ABOVE = 0.261, 0.651, 0.288
"""A logistic regression (L2, C = 10) of the verifier's logit, whose slope differs below and above 0, by
``tests/benchmarks/fit_verifier.py`` on articles to choose by: 12 of news with 144 answerable questions and
192 near misses, three of SQuAD 2.0, and questions of other articles. By cross-validation over articles the
expected calibration error is .070 on news, .104 on SQuAD and .054 on all. Relevance beside the logit makes
the area under the ROC curve .885 instead of .800 on news, but .729 instead of .809 on SQuAD; which kind of
thing is asked for, names that are missing, and the second passage's logit move neither by .015.
"""

VERIFIED_THRESHOLD, BOLD_THRESHOLD = 0.65, 0.72
"""The least confidence that is answered, and that sets words in bold. A wrong assertion is held to cost five
times an unneeded refusal, which shows the nearest sentences: it pays to answer from 5/6. Of the questions
fitted on three in seven are answerable; where two of three are, .65 here is 5/6 there. The share of
answerable questions answered rightly and with another sentence, and of near misses answered:

    threshold    news                    SQuAD 2.0
    .50          .597    .062    .130    .827    .073    .469
    .60          .528    .042    .120    .800    .073    .423
    .65          .493    .042    .109    .782    .073    .362
    .70          .424    .014    .078    .764    .073    .269

Of the words that are set in bold .61 hold the answer or lie in it from .72 on, .52 from .60.
"""

MODEL_THRESHOLD = 0.5
"""Of a language model, which says yes (1) or no (0)."""

TOPIC_AT_ZERO, TOPIC_WEAKEST, TOPIC_COSINE, TOPIC_COVERED = -3.24, 1.71, 1.75, 2.84
TOPIC_THRESHOLD, TOPIC_LEAST_VERIFIED = 0.4, 0.16
"""The same for statements of a speaker, judged by the words of the topic alone; fitted on the 144 questions
of the news articles that ask what somebody said about something, 62 of them answerable. By cross-validation
the area under the curve is .855, and .77 of the answerable and .21 of the others are answered; a threshold
of .3 gives .84 and .35, one of .5 .69 and .10. What the verifier gives less than the second is refused."""


def confidence_on_topic(found: Features) -> float:
    """The probability, in [0, 1], that a speaker's statement is about the topic it was measured by."""
    logit = TOPIC_AT_ZERO + TOPIC_WEAKEST * found.weakest_sentence + TOPIC_COSINE * found.cosine
    return _sigmoid(logit + TOPIC_COVERED * found.covered_passage)


def relevance(found: Features) -> float:
    """The probability, in [0, 1], that the hit is about what is asked."""
    return _logistic(RELEVANT_AT_ZERO, RELEVANT, found)


def confidence(found: Features) -> float:
    """The probability, in [0, 1], that the hit answers the question."""
    return relevance(found) * _logistic(ANSWERED_AT_ZERO, ANSWERED, found)


def confidence_read(found: Features, margin: float) -> float:
    """The same where a reader found its words in the hit by ``margin``, in logits."""
    logit = READ_MARGIN * margin + READ_RELEVANT * _logit(RELEVANT_AT_ZERO, RELEVANT, found)
    return _sigmoid(READ_AT_ZERO + logit)


def confidence_verified(logit: float) -> float:
    """The probability, in [0, 1], that a passage answers to which a verifier gave that ``logit``."""
    return _sigmoid(VERIFIED_AT_ZERO + (VERIFIED_BELOW if logit < 0 else VERIFIED_ABOVE) * logit)


def _logistic(at_zero: float, weights: Features, found: Features) -> float:
    return _sigmoid(_logit(at_zero, weights, found))


def _logit(at_zero: float, weights: Features, found: Features) -> float:
    products = [w * x for w, x in zip(astuple(weights), astuple(found), strict=True)]
    return float(at_zero + sum(products))


def _sigmoid(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))
