"""Whom pronouns, roles and unnamed people mean: never the last one with a name by mistake."""

import pytest

from .texts import said, speaker_of

SHIP = "“It has left,”"


@pytest.mark.parametrize(
    "newcomer",
    [
        "Taro Hanegawa, the envoy of the islands, said the talks came late.",
        "Kwabena Osei-Tutu arrived on Tuesday.",
    ],
)
def test_a_pronoun_means_an_unfamiliar_name_before_a_familiar_one(newcomer: str) -> None:
    """“he said” is the man just spoken of, though nothing but that tells that he is a man."""
    text = f"“This is fine,” Mark Alder said.\n\n{newcomer}\n\n{SHIP} he said."
    assert speaker_of(SHIP, text) == " ".join(newcomer.replace(",", "").split()[:2])


@pytest.mark.parametrize(
    ("unnamed", "speaker"),
    [
        ("A spokesperson for the union said nobody was hurt.", "spokesperson for the union"),
        ("A police spokesman said nobody was hurt.", "police spokesman"),
        ("A Pentagon spokesman said nobody was hurt.", "Pentagon spokesman"),
        ("In Ellis, a nurse told the Courier that nobody was hurt.", "nurse"),
        ("Then the harbour master took the floor.", "harbour master"),
        ("The US president said nobody was hurt.", "US president"),
        ("His lawyer said nobody was hurt.", "Holm’s lawyer"),
    ],
)
def test_a_pronoun_means_somebody_without_a_name(unnamed: str, speaker: str) -> None:
    """“he said” after an unnamed speaker is theirs, not the last named man's."""
    assert speaker_of(SHIP, f"Peter Holm met the crew. {unnamed} {SHIP} he said.") == speaker


def test_an_office_means_who_held_it() -> None:
    """“The former mayor” is the one whom the text tells to have been mayor, and “he” then is him."""
    text = (
        "Owen Larkin, who led Port Ellis until 2012, is running for mayor again.\n\n"
        "“It is a risk,” said Peter Dunn, an adviser to the governor.\n\n"
        "On a tape the former mayor argued that the bank never votes. “Leave them out,” he said."
    )
    assert speaker_of("never votes", text) == "Owen Larkin"
    assert speaker_of("Leave them out", text) == "Owen Larkin"


def test_who_seeks_an_office_does_not_hold_it() -> None:
    """“The mayor” is not who is running for mayor."""
    text = "Owen Larkin is running for mayor. The mayor said it was late."
    assert speaker_of("it was late", text) == "mayor"


@pytest.mark.parametrize("role", ["The Libertarian nominee", "The British minister", "The GOP minister"])
def test_a_role_with_a_word_that_is_not_theirs_is_somebody_else(role: str) -> None:
    """A description fits only a person of whom the text tells every word of it."""
    text = f"Norland minister Peter Holm and Green nominee Anna Berg met. {role} said it was late."
    assert speaker_of("it was late", text) == role.removeprefix("The ")


def test_any_time_of_an_office_may_be_told() -> None:
    """“The longtime senator” is the senator."""
    text = "Sen. Anna Berg met Mayor Paul Brandt. The longtime senator said the bridge was safe."
    assert speaker_of("was safe", text) == "Anna Berg"


def test_a_pronoun_further_back_needs_a_known_gender() -> None:
    """Past the last subject, a name of unknown gender is not taken for “she”."""
    text = "Xyl Qorri met Erik Lund. Lund left. “It is late,” she said."
    assert [s for s in said(text) if "late" in s[1]] == []


def test_a_body_is_no_man() -> None:
    """“he said” behind an organisation's statement is nobody's, “it said” is the organisation's."""
    assert speaker_of(SHIP, f"The Pentagon said no. {SHIP} it said.") == "Pentagon"
    assert speaker_of(SHIP, f"The Harbour Agency said no. {SHIP} he said.") is None


@pytest.mark.parametrize(
    ("newcomer", "speaker"),
    [
        ("The chief of the harbour, Olu Bankole, came late.", "Olu Bankole"),
        ("Captain Ines Maro took the floor.", "Ines Maro"),
        ("Bankole came late.", None),
        ("One of the drivers shook his head.", None),
        ("Someone laughed.", None),
    ],
)
def test_somebody_new_is_never_the_last_speaker(newcomer: str, speaker: str | None) -> None:
    """After a new subject a pronoun means them, or where they have no name to give, nobody."""
    pronoun = "she" if "Ines" in newcomer else "he"
    text = f"“This is fine,” Mark Alder said.\n\n{newcomer}\n\n{SHIP} {pronoun} said."
    assert speaker_of(SHIP, text) == speaker
