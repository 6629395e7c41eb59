"""Whom a question means by a name."""

import pytest

from index.attribution.speakers import Voice, meant, speaker_words, wanted_words

ALL = [
    Voice("Erik Lund", "Finance Minister", 2),
    Voice("Anna Berg", "Sen., chairwoman of the Harbour Committee", 1),
    Voice("analysts", None, 1),
    Voice("Evening Herald", None, 1),
]


def names(name: str, *voices: str | Voice) -> set[str]:
    """Whom a name means among voices, which each speak once unless said otherwise."""
    among = [v if isinstance(v, Voice) else Voice(v, None, 1) for v in voices]
    return set(meant(name, among or ALL).names)


def test_many_ways_to_name_a_person() -> None:
    """Last name, case, possessive, title and role all mean the same person."""
    for name in ("Lund", "lund", "LUND’S", "Lund's", "Minister Lund", "Mr. Lund", "Finance Minister Lund"):
        assert names(name) == {"Erik Lund"}, name
    for name in ("the finance minister", "finance minister"):
        assert names(name) == {"Erik Lund"}, name


def test_a_slip_in_a_name_is_forgiven() -> None:
    """One wrong, missing or doubled letter in a longer name still finds it."""
    for name in ("Besinger", "bessingr", "Bessinnger", "Bessigner"):
        assert names(name, "Carl Bessinger") == {"Carl Bessinger"}, name


def test_a_similar_name_is_not_the_same() -> None:
    """Short or different names are not taken for each other."""
    assert names("Berk", "Anna Berg") == set()
    assert names("Osama", "Obama") == set()


def test_a_first_name_counts_only_when_unambiguous() -> None:
    """One Anna is found by her first name; of two, neither."""
    assert names("Anna") == {"Anna Berg"}
    assert names("Anna", "Anna Berg", "Anna Holm") == set()


def test_of_two_namesakes_the_one_who_speaks_more_is_meant() -> None:
    """A bare last name means the more talkative; the full name always means its own."""
    stones = Voice("Bill Stone", None, 1), Voice("Mary Stone", None, 2)
    assert names("Stone", *stones) == {"Mary Stone"}
    assert names("Bill Stone", *stones) == {"Bill Stone"}


def test_a_bare_last_name_in_one_article_joins_the_full_name_of_another() -> None:
    """Where an article never gives the full name, its statements still count as that person's."""
    assert names("Stone", Voice("Mary Stone", None, 2), "Stone") == {"Mary Stone", "Stone"}


def test_a_namesake_who_says_nothing_is_not_answered_for() -> None:
    """A full name never falls back on somebody with the same last name."""
    assert names("Eva Lund") == set()


def test_groups_and_bodies_can_be_asked_for() -> None:
    """Collectives and outlets are speakers like any other."""
    assert names("the analysts") == {"analysts"}
    assert names("the Herald") == {"Evening Herald"}


def test_a_body_speaks_through_its_people() -> None:
    """Asked for a body that says nothing itself, those introduced as speaking for it are found."""
    assert names("the Harbour Committee") == {"Anna Berg"}


def test_initials_mean_the_body() -> None:
    """“EU” finds “European Union”."""
    assert names("EU", "European Union") == {"European Union"}


def test_nobody_matches_an_unknown_name() -> None:
    """A name that no speaker bears, or no name at all, finds nothing."""
    assert names("Zoltar") == set()
    assert names("") == set()
    assert names("the") == set()


def test_whoever_is_meant_is_found_by_a_word() -> None:
    """The words of a name, its initials, and of the role lead to each who is meant, slips included."""
    told = {
        "Finance Minister Lund": "Erik Lund", "the finance minister": "Erik Lund",
        "Besinger": "Carl Bessinger", "the Harbour Committee": "Anna Berg",
        "EU": "European Union", "analyst": "analysts",
    }  # fmt: skip
    voices = [*ALL, Voice("Carl Bessinger", None, 1), Voice("European Union", None, 1)]
    held = {v.name: speaker_words(v.name, v.role) for v in voices}
    for name, speaker in told.items():
        wanted = wanted_words(name, lambda first: {w for ws in held.values() for w in ws if w[0] == first})
        found = [v for v in voices if held[v.name] & wanted]
        assert meant(name, found).names == {speaker}, name


@pytest.mark.parametrize(
    "asked",
    ["Lund's lawyer", "Lund’s spokesman", "a lawyer for Lund", "Lund spokesman", "the wife of Erik Lund"],
)
def test_who_belongs_to_somebody_is_not_them(asked: str) -> None:
    """Asked for X's lawyer, X's own words are no answer; the lawyer's are."""
    assert names(asked) == set()
    assert names(asked, *ALL, Voice("Eva Ek", asked, 1)) == {"Eva Ek"}


@pytest.mark.parametrize("speaker", ["Holm’s spokesman", "lawyer for Peter Holm", "Holm’s aides"])
def test_somebody_is_not_answered_for_by_who_belongs_to_them(speaker: str) -> None:
    """Asked for X, the words of X's spokesman, lawyer or aides are no answer."""
    assert names("Holm", speaker) == set()
    assert names("Peter Holm", Voice("Eva Ek", speaker, 1)) == set()


@pytest.mark.parametrize(
    "role",
    ["adviser to Mr Holm", "who served under President Peter Holm", "who lost to Holm", "lawyer for Holm"],
)
def test_a_person_in_a_role_is_no_place_of_work(role: str) -> None:
    """Only a body or place speaks through who is introduced with it, never a person."""
    assert names("Holm", Voice("Eva Ek", role, 1)) == set()


@pytest.mark.parametrize("role", ["who heads the Harbour Institute", "director of the Harbour Institute"])
def test_a_body_speaks_through_who_heads_it(role: str) -> None:
    """Asked for an institute that says nothing itself, its head is found."""
    assert names("the Harbour Institute", Voice("Eva Ek", role, 1)) == {"Eva Ek"}


def test_a_body_does_not_speak_through_who_has_left_it() -> None:
    """A former director's words are not the institute's."""
    former = Voice("Eva Ek", "former director of the Harbour Institute", 1)
    assert names("the Harbour Institute", former) == set()


def test_a_spokesman_speaks_for_a_body() -> None:
    """The spokesman of a body that has no words of its own is heard for it."""
    voice = "spokesman for the Harbour Agency"
    assert names("the Harbour Agency", voice) == {voice}


@pytest.mark.parametrize(
    "asked",
    ["the US president", "the U.S. president", "the American president", "president of the United States"],
)
def test_a_role_with_initials_is_whom_the_article_says(asked: str) -> None:
    """“the US president” is who is introduced as U.S. President, and nobody where no one is."""
    assert names(asked, *ALL, Voice("Anna Holm", "U.S. President", 1)) == {"Anna Holm"}
    assert names(asked, Voice("Anna Berg", "Norland President", 1)) == set()


def test_a_party_tag_is_nobody() -> None:
    """“R-Ohio” behind a name is no post and no body that could be asked for."""
    assert names("R-Ohio", Voice("Eva Ek", "Rep., R-Ohio", 1)) == set()
