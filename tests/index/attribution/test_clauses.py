"""Names that only close something inside the subject of what is reported."""

import pytest

from index.document import Statement
from tests.index.attribution.texts import read, said

KNOWN = "Owen Larkin is the mayor. Ellen Marsh is a judge."


def last(sentence: str) -> list[Statement]:
    return [s for s in read(f"{KNOWN}\n\n{sentence}") if s.span.start > len(KNOWN)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The judge who sentenced Larkin said: “You broke the law.”",
        "The man who attacked Larkin said: “I was drunk.”",
        "A nurse that once met Owen Larkin said: “He was kind.”",
        "Police investigating Larkin said: “We found it.”",
        "The lawyer representing Owen Larkin said: “He is innocent.”",
        "A report on Larkin by the council said: “He spent too much.”",
        "An email sent to Larkin by an unknown reader read: “Leave town.”",
        "A friend of both Ellen Marsh and Larkin said: “They never met.”",
        "Larkin wrote the book “How I Lost the Vote.”",
        "Larkin wrote a song titled “We Wait” last year.",
    ],
)
def test_a_name_inside_the_subject_or_beside_a_title_says_nothing(sentence: str) -> None:
    """Who was sentenced, investigated, written about or to, and who wrote a work, says none of it."""
    assert [s.speaker for s in last(sentence) if "Larkin" in s.speaker.split()[:2]] == []


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Former boxing champion Owen Larkin said: “I won.”", "Owen Larkin"),
        ("The governing party’s Owen Larkin said: “We won.”", "Owen Larkin"),
        ("The judge who Larkin said was kind said: “No.”", "Owen Larkin"),
        ("Larkin wrote in his memoir “My Years at Sea” that it rained.", "Owen Larkin"),
        ("Larkin said the film “The Tide” was long.", "Owen Larkin"),
        ("Ellen Marsh spoke to the judge and Larkin said: “No.”", "Owen Larkin"),
    ],
)
def test_a_name_that_is_the_subject_still_speaks(sentence: str, speaker: str) -> None:
    """Words in -ing before a name, and clauses of the name's own, take nothing from it."""
    assert speaker in [s.speaker for s in last(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ellen Marsh quoted Larkin as saying “the bridge is mine.”",
        "Larkin was quoted as saying “the bridge is mine.”",
        "Ellen Marsh, called “a clown” by Larkin, laughed.",
    ],
)
def test_passed_on_words_are_whose_they_are(sentence: str) -> None:
    """ "Quoted X as saying" and "called … by X" tell the words of X and of nobody else."""
    assert [s.speaker for s in last(sentence)] == ["Owen Larkin"]


def test_his_spokesman_is_his() -> None:
    """A possessive before an unnamed speaker stands for the person before, not for that speaker."""
    assert said("Owen Larkin said it was late. His spokesman said: “We wait.”")[1][0] == "Larkin’s spokesman"


def test_a_reporting_verb_is_no_part_of_a_name() -> None:
    """Behind a quotation, "says another passenger" names the passenger alone, also for a pronoun after."""
    found = said("“It is late,” says another passenger.\n\n“I walk,” she says.")
    assert [speaker for speaker, _ in found] == ["passenger", "passenger"]


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("The captain, Tom Ferris, told reporters: “I saw nothing.”", "captain"),
        ("“I saw nothing,” said the harbour pilot, Tom Ferris.", "harbour pilot"),
        ("The captain’s wife, Tom Ferris, said: “No.”", None),
        ("The captain, Tom Ferris, and a sailor said: “No.”", None),
    ],
)
def test_an_office_before_a_name_and_comma_is_theirs(sentence: str, role: str | None) -> None:
    """ "The captain, Tom Ferris," tells what Ferris is; a list, or whose wife somebody is, doesn't."""
    assert {s.role for s in read(sentence) if s.speaker == "Tom Ferris"} <= {role}
    assert role is None or read(sentence)[0].role == role
