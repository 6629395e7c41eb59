"""Which constructions report words, and whose: letters, messages, verbs of uttering, denials."""

import pytest

from .texts import read, said, speaker_of

GO = "“You must go.”"


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        (f"The letter – signed by forty nurses – warns Mr Holm: {GO}", "letter"),
        (f"A letter to Mayor Peter Holm says: {GO}", "letter"),
        (f"The letter, addressed to Peter Holm, reads: {GO}", "letter"),
        (f"The petition tells Mayor Peter Holm: {GO}", "petition"),
        (f"A judge told Peter Holm: {GO}", "judge"),
        ("The statement to Peter Holm said the ferry was late.", "statement"),
        (f"Anna Berg wrote to Peter Holm: {GO}", "Anna Berg"),
        (f"In a letter to Peter Holm, Anna Berg wrote: {GO}", "Anna Berg"),
        (f"Anna Berg sent Peter Holm a message asking him to leave, adding: {GO}", "Anna Berg"),
        (
            f"Mayor Anna Berg sent the envoy Peter Holm a letter urging him to settle, saying: {GO}",
            "Anna Berg",
        ),
    ],
)
def test_an_addressee_is_not_the_speaker(sentence: str, speaker: str) -> None:
    """A letter or message has the words of its writer, or its own, never of whom it is written to."""
    assert said(f"{sentence}\n\nPeter Holm met Anna Berg.") == [(speaker, sentence)]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("“I am tired,” sighed Anna Berg.", "Anna Berg"),
        ("“I am tired,” Anna Berg grumbled.", "Anna Berg"),
        ("“I am tired,” muttered Anna Berg, the mayor.", "Anna Berg"),
        ("Anna Berg laughed: “I am tired.”", "Anna Berg"),
        ("‘I am tired,’ shrugged Anna Berg.", "Anna Berg"),
        ("“I am tired,” grumbled a sailor.", "sailor"),
        ("“I am tired,” a 34-year-old plumber whispered.", "34-year-old plumber"),
    ],
)
def test_verbs_of_uttering_report_beside_a_quotation(sentence: str, speaker: str) -> None:
    """Who grumbles or sighs beside quoted words says them."""
    assert said(sentence) == [(speaker, sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Anna Berg sighed and left.",
        "Anna Berg laughed at the plan.",
        "Peter Holm starred in “Salt” and “Iron Sea”.",
        "Peter Holm sang “The Long Road” on Sunday.",
        "Anna Berg’s book, “The Last Ferry Home,” came out in May.",
        "Anna Berg’s performance as a keeper in “The Long Tide” won a golden lamp.",
        "Tom Ferris goes by the name “Salty.”",
        "Peter Holm read a sign saying “Keep out”.",
        "Anna Berg did not respond to questions.",
        "Anna Berg wouldn’t say.",
        "Anna Berg made the comments on Friday.",
        "Anna Berg continued:",
    ],
)
def test_titles_names_gestures_and_denials_report_nothing(sentence: str) -> None:
    """Quotation marks alone, a gesture, or a refusal to say something are no statement."""
    assert [s.speaker for s in read(sentence) if s.speaker in ("Anna Berg", "Peter Holm", "Tom Ferris")] == []


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("“Go,” said Mr Holm’s lawyer, Eva Ek.", "Eva Ek"),
        ("“Go,” said Peter Holm’s spokesman.", "Peter Holm’s spokesman"),
        ("“Go,” said a spokesman for Mayor Peter Holm.", "spokesman for Mayor Peter Holm"),
        ("“Go,” a lawyer for Peter Holm said.", "lawyer for Peter Holm"),
    ],
)
def test_who_speaks_for_somebody_is_not_them(sentence: str, speaker: str) -> None:
    """A lawyer or spokesman, named or not, is told by whose they are and speaks for themselves."""
    assert said(sentence) == [(speaker, sentence)]


@pytest.mark.parametrize(
    "newcomer",
    [
        "“The water came in,” grumbled a sailor.",
        "“The water came in,” somebody at the pier xed.",
        "One resident told the Courier: “The water came in.”",
        "A neighbour who asked not to be named added: “The water came in.”",
        "Another put it more bluntly: “The water came in.”",
    ],
)
def test_a_new_speaker_does_not_go_on_with_the_last_one(newcomer: str) -> None:
    """A quotation with words of its own beside it is never carried over from the paragraph before."""
    assert speaker_of("water", f"“It is late,” said Anna Berg.\n\n{newcomer}") != "Anna Berg"


def test_that_makes_a_speech_act_surer() -> None:
    """“hinted that” reports words more surely than “hinted at”."""
    first, second = (read(f"Anna Berg hinted {rest}.")[0] for rest in ("that it was late", "at a delay"))
    assert first.certainty > second.certainty


def test_what_is_announced_is_as_sure_as_its_speaker() -> None:
    """A quotation that a line with a colon announces is surer than one that merely follows a quotation."""
    announced = read("Anna Berg took the floor. Berg said:\n\n“The tide is turning.”")[-1]
    following = read("“It is late,” Anna Berg said.\n\n“The tide is turning.”")[-1]
    assert announced.speaker == following.speaker == "Anna Berg"
    assert announced.certainty > following.certainty


@pytest.mark.parametrize("name", ["Downing Street", "Harding"])
def test_a_name_in_ing_opens_a_sentence(name: str) -> None:
    """“Harding said” is a name where a text doesn't use the word as a verb."""
    assert said(f"{name} said it was late.") == [(name, f"{name} said it was late.")]
    assert said("Speaking on Friday, Anna Berg said it was late.")[0][0] == "Anna Berg"
