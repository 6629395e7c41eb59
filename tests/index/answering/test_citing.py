"""Which words are quoted, and who is named under them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from index.answering.citing import LONGEST_QUOTE, cite, widened
from index.document import Document, Span, Statement
from index.storage.library import Passage

HARBOR = "Ana Lima opened the harbor. She called it a gift. Ships came, she added."


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def passage(*sentences: str) -> Passage:
    text = " ".join(sentences)
    spans = tuple(span_of(text, sentence) for sentence in sentences)
    nothing = np.empty(0, np.int32), np.empty((0, 2), np.uint8)
    return Passage("d-0", Document("d", "D", text), 1, Span(0, len(text)), spans, *nothing)


def words(found: Passage, sentence: int) -> str:
    return widened(found, sentence).of(found.document.text)


def test_a_sentence_is_quoted_alone() -> None:
    """A sentence that names its own subject is quoted without its neighbours."""
    found = passage("Ana Lima opened the harbor.", "Ships came.", "Crowds came.")
    assert [words(found, i) for i in range(3)] == [
        "Ana Lima opened the harbor.",
        "Ships came.",
        "Crowds came.",
    ]


def test_a_pronoun_takes_the_sentence_before_along() -> None:
    """A sentence, or a quotation, that opens with a pronoun is quoted with the one before it."""
    found = passage("Ana Lima opened the harbor.", "She wept.", "“It is time,” she said.")
    assert words(found, 1) == "Ana Lima opened the harbor. She wept."
    assert words(found, 2) == "She wept. “It is time,” she said."


def test_the_first_sentence_has_none_before() -> None:
    """A pronoun at the very beginning of a passage takes nothing along."""
    assert words(passage("She wept.", "Ships came."), 0) == "She wept."


def test_a_pronoun_inside_or_a_longer_word_takes_nothing_along() -> None:
    """Only a whole pronoun that opens the sentence points back."""
    found = passage(
        "Ana Lima spoke.", "Crowds cheered as she left.", "Hershel wept.", "Itself a ruin, it fell."
    )
    assert words(found, 1) == "Crowds cheered as she left."
    assert words(found, 2) == "Hershel wept."
    assert words(found, 3) == "Itself a ruin, it fell."


def test_two_long_sentences_are_not_joined() -> None:
    """Where both together would be longer than a quote may be, the pronoun's sentence stands alone."""
    before = "Ana Lima opened the harbor" + " again" * ((LONGEST_QUOTE - 37) // 6)
    short, long = passage(f"{before}.", "She wept."), passage(f"{before} and again.", "She wept.")
    assert words(short, 1) == f"{before}. She wept."
    assert len(words(short, 1)) <= LONGEST_QUOTE
    assert words(long, 1) == "She wept."


def test_a_citation_points_to_the_words() -> None:
    """A citation holds the words at its span, and links to them where the document has an address."""
    document = Document("d", "D", HARBOR, url="https://gazette.example/h")
    found = cite(2, document, 3, span_of(HARBOR, "She called it a gift."), [])
    assert (found.marker, found.paragraph, found.quote) == (2, 3, "She called it a gift.")
    assert found.url == "https://gazette.example/h#:~:text=She%20called%20it%20a%20gift."
    assert cite(1, replace(document, url=None), 1, Span(0, 3), []).url is None


def test_the_speaker_is_whose_statement_the_quote_is() -> None:
    """A quote that is mostly narration, or two people's, is nobody's; of a wide one the core counts."""
    gift, ships = span_of(HARBOR, "She called it a gift."), span_of(HARBOR, "Ships came, she added.")
    lima = Statement(gift, "Ana Lima", "called", direct=False)
    ruiz = Statement(ships, "Tom Ruiz", "added", direct=False)
    both = Statement(Span(gift.start, ships.end), "Tom Ruiz", "added", direct=False)
    document, wide = Document("d", "D", HARBOR), Span(0, gift.end)
    assert cite(1, document, 1, wide, [ruiz, lima]).speaker is None
    assert cite(1, document, 1, wide, [ruiz, lima], core=gift).speaker == "Ana Lima"
    assert cite(1, document, 1, ships, [ruiz, lima]).speaker == "Tom Ruiz"
    assert cite(1, document, 1, gift, [both, lima]).speaker is None


def test_a_deed_with_a_word_is_narration() -> None:
    """ "Ana Lima opened the harbor, expressing joy" tells a deed; with her words quoted it is a statement."""
    text = "Ana Lima opened the harbor, expressing joy."
    for direct, speaker in [(False, None), (True, "Ana Lima")]:
        statement = Statement(Span(0, len(text)), "Ana Lima", "expressing", direct=direct)
        assert cite(1, Document("d", "D", text), 1, statement.span, [statement]).speaker == speaker


def test_a_doubtful_speaker_is_not_named() -> None:
    """A statement that is less certain than not names nobody."""
    gift = span_of(HARBOR, "She called it a gift.")
    for certainty, speaker in [(0.49, None), (0.5, "Ana Lima")]:
        statement = Statement(gift, "Ana Lima", "called", direct=False, certainty=certainty)
        assert cite(1, Document("d", "D", HARBOR), 1, gift, [statement]).speaker == speaker
