"""Whom a question means by a name."""

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
