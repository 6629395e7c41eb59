"""Contract: who said what, who is named, what is dated, and which words there are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from index.attribution.speakers import Voice
from index.document import CORPUS, Span

from .records import record

if TYPE_CHECKING:
    from index.storage.store import Store

A = (
    "Minister Maria Lopez said that grain is dear. Ships wait.\n\nPaul Holm said that fees stay. "
    "Maria Lopez said that ships wait."
)
B = "The analysts said that grain is cheap. Paul Holm said that ships sail on May 3, 2024."
FIRST, SECOND = "The ships sail on May 3, 2024.", "They came on April 2, 2024."


def filled(store: Store) -> Store:
    store.library.write(add=[record("b", B), record("a", A), record("a", "Ann Sole said yes.", "x")])
    return store


def test_statements_come_in_text_order(store: Store) -> None:
    """Those of one document."""
    document = filled(store).library.document((CORPUS, "a")).document
    found = store.library.statements(document)
    assert [s.speaker for s in found] == ["Maria Lopez", "Paul Holm", "Maria Lopez"]
    assert [s.span for s in found] == sorted(s.span for s in found)


def test_statements_are_found_in_passages(store: Store) -> None:
    """Those that begin there, by passage in the order given, and of none none."""
    document = filled(store).library.document((CORPUS, "a")).document
    first, second = store.library.passages_at(document, [Span(0, 999)])
    found = store.library.statements_in([second, first])
    assert [(p.id, s.speaker) for p, s in found] == [
        (second.id, "Paul Holm"), (second.id, "Maria Lopez"), (first.id, "Maria Lopez"),
    ]  # fmt: skip
    assert store.library.statements_in([]) == []
    store.library.write(remove=[(CORPUS, "a")])
    assert store.library.statements_in([second, first]) == []


def test_statements_are_found_by_their_speakers(store: Store) -> None:
    """By document and place, by exactly that name, in the collections asked for alone."""
    library = filled(store).library
    found = library.statements_by(["Paul Holm", "Maria Lopez"], [CORPUS])
    assert [(d.id, s.speaker) for d, s in found] == [
        ("a", "Maria Lopez"), ("a", "Paul Holm"), ("a", "Maria Lopez"), ("b", "Paul Holm"),
    ]  # fmt: skip
    assert library.statements_by(["Holm", "Ann Sole"], [CORPUS]) == []
    assert [s.speaker for _, s in library.statements_by(["Ann Sole"], [CORPUS, "x"])] == ["Ann Sole"]
    assert library.statements_by([], [CORPUS]) == []


LOPEZ, HOLM, ANALYSTS = (
    Voice("Maria Lopez", "Minister", 2), Voice("Paul Holm", None, 2), Voice("analysts", None, 1),
)  # fmt: skip


def test_voices_are_counted(store: Store) -> None:
    """Most statements first, of equals who stands first in the documents; with the first role told."""
    library = filled(store).library
    assert library.voices([CORPUS]) == [LOPEZ, HOLM, ANALYSTS]
    assert library.voices([CORPUS], limit=1) == [LOPEZ]
    assert library.voices(["x"]) == [Voice("Ann Sole", None, 1)]
    assert library.voices([]) == []


def test_voices_are_found_by_a_word_of_name_or_role(store: Store) -> None:
    """Each with all its statements; initials count as a word."""
    library = filled(store).library
    assert library.voices([CORPUS], ["lopez"]) == [LOPEZ]
    assert library.voices([CORPUS], ["minister"]) == [LOPEZ]
    assert library.voices([CORPUS], ["ml", "holm"]) == [LOPEZ, HOLM]
    assert library.voices([CORPUS], ["sole", "nobody"]) == library.voices([CORPUS], []) == []


def test_a_role_that_one_collection_tells_is_told(store: Store) -> None:
    """Where several are asked, whichever of them names it."""
    store.library.write(add=[record("a", "Paul Holm said that fees stay.", "x"), record("a", A, "y")])
    store.library.write(add=[record("b", "Minister Paul Holm said that grain is dear.", "z")])
    assert Voice("Paul Holm", "Minister", 3) in store.library.voices(["x", "y", "z"])
    assert store.library.voices(["x"]) == [Voice("Paul Holm", None, 1)]


def test_words_of_voices_are_found_by_their_initial(store: Store) -> None:
    """Of names and roles, in the collections asked for."""
    library = filled(store).library
    assert library.voice_words("m", [CORPUS]) == {"maria", "minister", "ml"}
    assert library.voice_words("l", [CORPUS]) == {"lopez"}
    assert library.voice_words("s", [CORPUS]) == set()
    assert library.voice_words("s", ["x"]) == {"sole"}


def test_namings_are_found_by_a_word(store: Store) -> None:
    """By document and place, or all of them."""
    library = filled(store).library
    every = [(n.document.id, n.name) for n in library.namings([CORPUS])]
    assert len(library.namings([CORPUS], limit=1)) == 1 < len(every)
    assert every == [
        ("a", "Maria Lopez"), ("a", "Paul Holm"), ("a", "Maria Lopez"), ("b", "analysts"), ("b", "Paul Holm"),
    ]  # fmt: skip
    found = library.namings([CORPUS], ["holm"])
    assert [(n.document.id, n.name) for n in found] == [("a", "Paul Holm"), ("b", "Paul Holm")]
    assert library.namings([CORPUS], ["sole"]) == library.namings([CORPUS], []) == []
    assert [n.name for n in library.namings(["x"])] == ["Ann Sole"]


def test_events_come_in_order_of_time(store: Store) -> None:
    """Whichever document and place they stand in."""
    store.library.write(add=[record("a", f"{FIRST}\n\n{SECOND}"), record("b", "It rained on April 9, 2024.")])
    days = [date(2024, 4, 2), date(2024, 4, 9), date(2024, 5, 3)]
    assert [event.when.start for event in store.library.events([CORPUS])] == days
    assert store.library.events(["x"]) == []


def test_words_are_counted_by_passages(store: Store) -> None:
    """Of so many letters, both ends included; the counts of several collections are added."""
    library = store.library
    library.write(add=[record("a", "Grain, grain in Lima.\n\nGrain fees."), record("a", "Grain.", "x")])
    assert library.words([CORPUS], [""], range(4, 6)) == {"grain": 2, "lima": 1, "fees": 1}
    assert library.words([CORPUS], [""], range(5, 6)) == {"grain": 2}
    assert library.words([CORPUS], [""], range(2, 4)) == {"in": 1}
    assert library.words([CORPUS, "x"], [""], range(5, 10)) == {"grain": 3}
    assert library.words([], [""], range(1, 100)) == {}
    assert library.words([CORPUS, "x"], ["gr", "gra", "li"], [4, 5]) == {"grain": 3, "lima": 1}


def test_terms_are_counted_by_passages(store: Store) -> None:
    """A stem for all its inflections, once a passage; what stands nowhere is left out."""
    library = store.library
    library.write(add=[record("a", "Ships and a ship.\n\nShipping fees."), record("a", "Ships.", "x")])
    assert library.passage_counts({"ship", "fee", "lima"}, [CORPUS]) == {"ship": 2, "fee": 1}
    assert library.passage_counts({"ship"}, [CORPUS, "x"]) == {"ship": 3}
    assert library.passage_counts({"ship"}, []) == library.passage_counts([], [CORPUS]) == {}
    library.write(remove=[(CORPUS, "a")])
    assert library.passage_counts({"ship", "fee"}, [CORPUS]) == {}
