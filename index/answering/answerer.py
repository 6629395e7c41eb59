"""One question on its way to an outcome."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from ..answer import Abstention, Answer
from ..text.terms import STOPWORDS, terms, words
from .asked import Introduction, Mention, Overview, Plain, Record, SmallTalk, Speech
from .composing import Composer, combined
from .documents_meant import documents_meant
from .follow_ups import another_subject, completed
from .framing import unframed
from .intent import parse, tidy
from .introduction import introduction
from .judge import judge
from .mention import mention, mentioned, one_by_one, unmentioned
from .overview import topic_overview, whole_overview
from .record import record_lines
from .restating import in_language, restated
from .several_questions import several_questions
from .speech import judge_speech, naming
from .speech_questions import by_source

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..answer import Kind, Outcome
    from ..document import Document
    from ..search.retriever import Retrieval
    from .asked import Asked
    from .scope import Scope


class Answerer:
    """Answers a tidied question from a scope."""

    def __init__(self, scope: Scope, typed: str) -> None:
        self._scope, self._typed, self._as_put = scope, typed, ""

    def outcome(self, context: str | None) -> Outcome:
        """Answer, or abstain; ``context`` is the question before."""
        before = tidy(context) if context and context.strip() else None
        if whole := restated(self._typed, before, self._scope):
            return in_language(self._outcome(whole.question, None), whole.language)
        return self._outcome(self._typed, before)

    def _outcome(self, question: str, context: str | None) -> Outcome:
        before = self._corrected(unframed(context)) if context else None
        questions = several_questions(self._corrected(unframed(question)))
        if len(questions) == 1:
            self._as_put = "" if before else question
            return self._answered(questions[0], before)
        outcomes = [
            (q, self._answered(q, before if n == 0 else questions[0])) for n, q in enumerate(questions)
        ]
        return combined(outcomes, self._typed, " ".join(o.receipt.searched_for for _, o in outcomes))

    def checked(self) -> Outcome:
        """What the documents say on a claim: words to look for, not a question that a reader can answer."""
        found = self._retrieved(self._typed)
        by_words = replace(self._scope, reader=None, verifier=None, consultation=None)
        return self._composer(self._typed, "quote").judged(judge(found, by_words))

    def brief(self, topic: str | None) -> Outcome:
        """The sentences that carry everything, or a topic."""
        asked = Overview(self._corrected(topic)) if topic else Overview()
        return self._overview(asked, self._composer(asked.topic or self._typed, "overview"))

    # ------------------------------------------------------------------ one question

    def _answered(self, question: str, before: str | None) -> Outcome:
        """Answer one question; ``before`` is the one that it may lean on."""
        question = self._without_source(question)
        filled = completed(question, before, lambda name: bool(self._scope.speakers(name).names))
        outcome = self._by_kind(filled)
        subject = another_subject(question, before)
        if subject and not _names(outcome, subject):
            other = self._by_kind(f"What about {subject}?")
            return other if isinstance(other, Answer) else outcome
        return outcome

    def _by_kind(self, question: str) -> Outcome:
        asked = parse(question)
        composer = self._composer(question, _kind(asked))
        match asked:
            case SmallTalk(reply):
                return replace(composer, searched_for=self._typed).talk(reply)
            case Record():
                return self._record(asked, composer)
            case Overview():
                return self._overview(asked, composer)
            case Mention():
                return self._mention(asked, composer)
            case Introduction(name):
                return self._introduction(name, composer)
            case Speech():
                return self._speech(asked, composer)
            case Plain():
                return self._plain(composer)
            case _:
                assert_never(asked)

    def _record(self, asked: Record, composer: Composer) -> Outcome:
        documents = documents_meant(asked.document, self._scope)
        if asked.document and not documents:
            return composer.abstention(f"No article here is about {asked.document}.")
        lines = record_lines(asked.field, documents)
        if lines is None:
            return composer.abstention(f"No document's record says its {asked.field.replace('_', ' ')}.")
        return composer.record(lines)

    def _overview(self, asked: Overview, composer: Composer) -> Outcome:
        documents = self._documents(asked.document)
        if asked.document and not documents:
            return composer.abstention(f"No article here is about {asked.document}.")
        if not asked.topic:
            places = whole_overview(documents or documents_meant("", self._scope), self._scope)
            return composer.quotation(places) if places else composer.abstention("There is no article here.")
        places, found = topic_overview(asked.topic, documents, self._scope)
        if places:
            return composer.quotation(places, found)
        return composer.abstention(f"The articles don't say anything about {asked.topic}.", found)

    def _mention(self, asked: Mention, composer: Composer) -> Outcome:
        documents = self._documents(asked.document)
        if asked.document and not documents:
            return composer.abstention(f"No article here is about {asked.document}.")
        for subjects in ([asked.subject], one_by_one(asked.subject)):
            sought = {s: mention(self._retrieved(s), s, documents) for s in subjects}
            places = {(place.passage.id, place.span): place for place in sought.values() if place}
            if places:
                return composer.quotation(list(places.values()), remark=mentioned(sought))
        return composer.abstention(unmentioned(asked.subject, documents))

    def _introduction(self, name: str, composer: Composer) -> Outcome:
        place = introduction(name, self._scope)
        return self._plain(composer) if place is None else composer.quotation([place])

    def _speech(self, asked: Speech, composer: Composer) -> Outcome:
        speakers = self._scope.speakers(asked.speaker)
        if not speakers.names:
            return self._unheard(asked, composer) if asked.certain else self._plain(composer)
        if not asked.certain:
            return self._plain(composer, speakers.names)
        found = judge_speech(asked, speakers, composer.searched_for, self._scope, self._as_put)
        return composer.judged(found)

    def _unheard(self, asked: Speech, composer: Composer) -> Outcome:
        """Nobody of that name is quoted: what stands in the text may answer if it names them."""
        both = asked.speaker.split(" and ")
        if len(both) > 1 and all(self._scope.speakers(name).names for name in both):
            on = f" about {asked.topic}" if asked.topic else ""
            questions = [f"What did {name} say{on}?" for name in both]
            return combined([(q, self._by_kind(q)) for q in questions], self._typed, composer.searched_for)
        if set(words(asked.speaker)) & OWNERS:
            return self._plain(composer)
        strangers = [
            w for w in words(asked.speaker) if w not in STOPWORDS and not self._scope.vocabulary.knows(w)
        ]
        if strangers:
            return composer.abstention(f"The articles don't mention {asked.speaker}.")
        found = judge(self._retrieved(composer.searched_for), self._scope, as_put=self._as_put)
        refusal = f"The articles don't quote {asked.speaker}."
        return composer.judged(naming(asked.speaker, found, refusal, self._scope))

    def _plain(self, composer: Composer, speakers: Collection[str] = ()) -> Outcome:
        """By the words; what the speakers say comes before equals elsewhere."""
        found = self._retrieved(composer.searched_for)
        passages = [hit.passage for hit in found.hits] if speakers else []
        preferred = [
            (passage.document, statement.span)
            for passage, statement in self._scope.library.statements_in(passages)
            if statement.speaker in speakers
        ]
        return composer.judged(judge(found, self._scope, preferred, self._as_put))

    # ------------------------------------------------------------------ parts

    def _composer(self, searched_for: str, kind: Kind) -> Composer:
        return Composer(self._scope, self._typed, searched_for, kind)

    def _corrected(self, question: str) -> str:
        return self._scope.vocabulary.corrected(question, self._scope.encoder.is_word)

    def _retrieved(self, question: str) -> Retrieval:
        scope = self._scope
        return scope.retriever.retrieve(question, scope.vocabulary, scope.collections)

    def _documents(self, named: str) -> list[Document]:
        """The documents meant by some words; [] when no words were given."""
        return documents_meant(named, self._scope) if named else []

    def _without_source(self, question: str) -> str:
        """The question without "according to Reuters", if that is an outlet or author and nobody quoted."""
        named = by_source(question)
        if named is None or self._scope.speakers(named[0]).names:
            return question
        wanted = set(terms(named[0])) - _ARTICLE
        titled = self._scope.library.titled(wanted, self._scope.collections, 1) if wanted else []
        by = [set(terms(f"{d.source or ''} {d.author or ''}")) for d in titled]
        return named[1] if not wanted or any(wanted <= names for names in by) else question


OWNERS = frozenset("his her their its my our your".split())
"""Of a speaker who is told by whose they are, in a question that doesn't say whose: no name to look for."""

_ARTICLE = frozenset(terms("article articles story report text piece"))


def _kind(asked: Asked) -> Kind:
    """The kind of outcome that is asked for."""
    match asked:
        case Record():
            return "record"
        case Overview():
            return "overview"
        case Speech(certain=True):
            return "speech"
        case _:
            return "quote"


def _names(outcome: Outcome, subject: str) -> bool:
    """Whether an answer's words hold those of a subject."""
    if isinstance(outcome, Abstention):
        return False
    said = {term for citation in outcome.citations for term in terms(citation.quote)}
    return not outcome.citations or set(terms(subject)) <= said
