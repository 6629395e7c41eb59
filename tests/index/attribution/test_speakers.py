"""Whom a question means by a name."""

import pytest

from index.attribution.speakers import said_by, speakers
from index.document import Span, Statement


def statement(speaker: str, at: int = 0, certainty: float = 1.0, role: str | None = None) -> Statement:
    return Statement(Span(at, at + 1), speaker, "said", direct=True, role=role, certainty=certainty)


LUND = statement("Erik Lund", 0, 0.6, "Finance Minister")
LUND_LATER = statement("Erik Lund", 10, 0.9, "Finance Minister")
BERG = statement("Anna Berg", 20, 1.0, "Sen., chairwoman of the Harbour Committee")
ALL = [LUND, LUND_LATER, BERG, statement("analysts", 30), statement("Evening Herald", 40)]


def test_the_surest_statement_comes_first() -> None:
    """Certainty ranks before the order of the text."""
    assert said_by("Erik Lund", ALL) == [LUND_LATER, LUND]


def test_equally_sure_statements_keep_the_order_of_the_text() -> None:
    """Ties are broken by where they stand."""
    late, early = statement("Erik Lund", 9), statement("Erik Lund", 3)
    assert said_by("Lund", [late, early]) == [early, late]


def test_many_ways_to_name_a_person() -> None:
    """Last name, case, possessive, title and role all mean the same person."""
    for name in ("Lund", "lund", "LUND’S", "Lund's", "Minister Lund", "Mr. Lund", "Finance Minister Lund"):
        assert said_by(name, ALL) == [LUND_LATER, LUND], name
    for name in ("the finance minister", "finance minister"):
        assert said_by(name, ALL) == [LUND_LATER, LUND], name


def test_a_slip_in_a_name_is_forgiven() -> None:
    """One wrong, missing or doubled letter in a longer name still finds it."""
    besser = [statement("Carl Bessinger")]
    for name in ("Besinger", "bessingr", "Bessinnger", "Bessigner"):
        assert said_by(name, besser) == besser, name


def test_a_similar_name_is_not_the_same() -> None:
    """Short or different names are not taken for each other."""
    assert said_by("Berk", [statement("Anna Berg")]) == []
    assert said_by("Osama", [statement("Obama")]) == []


def test_a_first_name_counts_only_when_unambiguous() -> None:
    """One Anna is found by her first name; of two, neither."""
    assert said_by("Anna", ALL) == [BERG]
    assert said_by("Anna", [BERG, statement("Anna Holm")]) == []


def test_of_two_namesakes_the_one_who_speaks_more_is_meant() -> None:
    """A bare last name means the more talkative; the full name always means its own."""
    one, two, other = statement("Mary Stone", 1), statement("Mary Stone", 5), statement("Bill Stone", 3)
    assert said_by("Stone", [other, one, two]) == [one, two]
    assert said_by("Bill Stone", [other, one, two]) == [other]


def test_a_bare_last_name_in_one_article_joins_the_full_name_of_another() -> None:
    """Where an article never gives the full name, its statements still count as that person's."""
    full, bare = [statement("Mary Stone", 1), statement("Mary Stone", 5)], statement("Stone", 3)
    assert said_by("Stone", [*full, bare]) == [full[0], bare, full[1]]


def test_a_namesake_who_says_nothing_is_not_answered_for() -> None:
    """A full name never falls back on somebody with the same last name."""
    assert said_by("Eva Lund", ALL) == []


def test_groups_and_bodies_can_be_asked_for() -> None:
    """Collectives and outlets are speakers like any other."""
    assert said_by("the analysts", ALL) == [ALL[3]]
    assert said_by("the Herald", ALL) == [ALL[4]]


def test_a_body_speaks_through_its_people() -> None:
    """Asked for a body that says nothing itself, those introduced as speaking for it are found."""
    assert said_by("the Harbour Committee", ALL) == [BERG]


def test_initials_mean_the_body() -> None:
    """“EU” finds “European Union”."""
    union = statement("European Union")
    assert said_by("EU", [union]) == [union]


def test_nobody_matches_an_unknown_name() -> None:
    """A name that no speaker bears, or no name at all, finds nothing."""
    assert said_by("Zoltar", ALL) == []
    assert said_by("", ALL) == []
    assert said_by("the", ALL) == []


def test_speakers_are_listed_by_how_much_they_say() -> None:
    """Most statements first, then in the order of the text."""
    assert speakers(ALL) == ["Erik Lund", "Anna Berg", "analysts", "Evening Herald"]


@pytest.mark.parametrize(
    "asked",
    ["Lund's lawyer", "Lund’s spokesman", "a lawyer for Lund", "Lund spokesman", "the wife of Erik Lund"],
)
def test_who_belongs_to_somebody_is_not_them(asked: str) -> None:
    """Asked for X's lawyer, X's own words are no answer; the lawyer's are."""
    assert said_by(asked, ALL) == []
    lawyer = statement("Eva Ek", 50, role=asked)
    assert said_by(asked, [*ALL, lawyer]) == [lawyer]


@pytest.mark.parametrize("speaker", ["Holm’s spokesman", "lawyer for Peter Holm", "Holm’s aides"])
def test_somebody_is_not_answered_for_by_who_belongs_to_them(speaker: str) -> None:
    """Asked for X, the words of X's spokesman, lawyer or aides are no answer."""
    assert said_by("Holm", [statement(speaker)]) == []
    assert said_by("Peter Holm", [statement("Eva Ek", role=speaker)]) == []


@pytest.mark.parametrize(
    "role",
    ["adviser to Mr Holm", "who served under President Peter Holm", "who lost to Holm", "lawyer for Holm"],
)
def test_a_person_in_a_role_is_no_place_of_work(role: str) -> None:
    """Only a body or place speaks through who is introduced with it, never a person."""
    assert said_by("Holm", [statement("Eva Ek", role=role)]) == []


@pytest.mark.parametrize("role", ["who heads the Harbour Institute", "director of the Harbour Institute"])
def test_a_body_speaks_through_who_heads_it(role: str) -> None:
    """Asked for an institute that says nothing itself, its head is found."""
    head = statement("Eva Ek", role=role)
    assert said_by("the Harbour Institute", [head]) == [head]


def test_a_body_does_not_speak_through_who_has_left_it() -> None:
    """A former director's words are not the institute's."""
    former = statement("Eva Ek", role="former director of the Harbour Institute")
    assert said_by("the Harbour Institute", [former]) == []


def test_a_spokesman_speaks_for_a_body() -> None:
    """The spokesman of a body that has no words of its own is heard for it."""
    voice = statement("spokesman for the Harbour Agency")
    assert said_by("the Harbour Agency", [voice]) == [voice]


@pytest.mark.parametrize(
    "asked",
    ["the US president", "the U.S. president", "the American president", "president of the United States"],
)
def test_a_role_with_initials_is_whom_the_article_says(asked: str) -> None:
    """“the US president” is who is introduced as U.S. President, and nobody where no one is."""
    holder = statement("Anna Berg", role="U.S. President")
    assert said_by(asked, [holder, LUND]) == [holder]
    assert said_by(asked, [statement("Anna Berg", role="Norland President")]) == []


def test_a_party_tag_is_nobody() -> None:
    """“R-Ohio” behind a name is no post and no body that could be asked for."""
    assert said_by("R-Ohio", [statement("Eva Ek", role="Rep., R-Ohio")]) == []
