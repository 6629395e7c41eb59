"""Who said what, one construction at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.attribution.statements import LEAST_CERTAIN, statements
from index.document import Span
from index.text.segmentation import paragraphs, sentences

from .texts import read, said


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("“We are ready,” Maria Lopez said.", "Maria Lopez"),
        ("“We are ready,” said Maria Lopez.", "Maria Lopez"),
        ("Mayor Per Dahl said the harbour would open.", "Per Dahl"),
        ("General Than Shwe said that more than 12 crowns per day would be paid.", "Than Shwe"),
        ("Maria Lopez said: “We are ready.”", "Maria Lopez"),
        ("“We are ready,” Maria Lopez said, “and so are they.”", "Maria Lopez"),
        ("Maria Lopez said that the harbour would open in May.", "Maria Lopez"),
        ("The harbour would open in May, Maria Lopez said.", "Maria Lopez"),
        ("Maria Lopez told reporters the harbour would open.", "Maria Lopez"),
        ("The harbour will open, according to Maria Lopez.", "Maria Lopez"),
        ("According to Maria Lopez, the harbour will open.", "Maria Lopez"),
        ("Maria Lopez, the party’s leader, said the harbour would open.", "Maria Lopez"),
        ("Maria Lopez, speaking through a translator, called the delay “normal”.", "Maria Lopez"),
        ("The party’s leader, Maria Lopez, said the harbour would open.", "Maria Lopez"),
        ("Asked about the harbour, Maria Lopez hinted that it could open.", "Maria Lopez"),
        ("On Friday, Maria Lopez warned of delays.", "Maria Lopez"),
        ("Harbour master Maria Lopez has repeatedly denied the claims.", "Maria Lopez"),
        ("Maria Lopez visited the harbour, emphasizing that work would go on.", "Maria Lopez"),
        ("As Maria Lopez put it, the harbour is a dream.", "Maria Lopez"),
        ("“The harbour is a dream.” — Maria Lopez", "Maria Lopez"),
        ("Analysts cautioned that the truce could prove fragile.", "Analysts"),
        ("Yet analysts cautioned that the truce could prove fragile.", "analysts"),
        ("Tallinn reaffirmed its commitment to the pact.", "Tallinn"),
        ("The Evening Herald reports that the harbour is closed.", "Evening Herald"),
        ("Estonian state media reported drills near the coast.", "Estonian state media"),
        ("A spokeswoman for Maria Lopez declined to comment.", "spokeswoman for Maria Lopez"),
    ],
)
def test_each_construction_names_its_speaker(sentence: str, speaker: str) -> None:
    """However a sentence is built, its speaker is found, and the whole sentence is the span."""
    assert said(sentence) == [(speaker, sentence)]


def test_a_pronoun_means_the_subject_of_the_sentence_before() -> None:
    """“he said” belongs to the last man who was the subject, not to a man merely mentioned."""
    text = "Paul Brandt, who flew in late, praised the deal with Peter Holm. “I am willing,” he said."
    assert said(text)[1] == ("Paul Brandt", "“I am willing,” he said.")


def test_a_pronoun_agrees_in_gender() -> None:
    """“she” skips the man who was the last subject."""
    text = "Anna Berg said the ferry was late. Paul Brandt agreed. She also said it would strike."
    assert said(text)[2] == ("Anna Berg", "She also said it would strike.")


def test_a_title_tells_the_gender_of_an_unusual_name() -> None:
    """“Ms.” makes a name a woman's for later pronouns."""
    text = "Ms. Xyla Qorri said yes. Mr. Zoltar Bexx said no. She added that it was late."
    assert said(text)[2][0] == "Xyla Qorri"


def test_pronouns_near_a_name_tell_its_gender() -> None:
    """The text's own pronouns beside a name decide when the name itself tells nothing."""
    text = (
        "Ylva Qorri packed her bags. Qorri left. Zoltar Bexx said his boat was lost. She said it was no loss."
    )
    assert said(text)[-1] == ("Ylva Qorri", "She said it was no loss.")


def test_a_last_name_is_given_in_full_with_its_role() -> None:
    """Later mentions by last name get the full name and the title of the first mention."""
    text = "Finance Minister Erik Lund arrived on Monday. Lund said taxes would fall."
    statement = read(text)[-1]
    assert (statement.speaker, statement.role) == ("Erik Lund", "Finance Minister")


def test_a_role_means_the_person_introduced_by_it() -> None:
    """“the senator” is the one whom the text introduced as a senator."""
    text = "Sen. Anna Berg met Mayor Paul Brandt. The senator said the bridge was safe."
    assert said(text)[-1] == ("Anna Berg", "The senator said the bridge was safe.")


def test_an_unnamed_source_stays_unnamed() -> None:
    """“the diplomat” is the diplomat quoted before, not the last person with a name."""
    text = (
        "Anna Berg said yes. A senior diplomat said a decision was near. “Nobody knows,” the diplomat said."
    )
    assert said(text)[-1][0] == "senior diplomat"


def test_a_name_keeps_its_particles_and_sheds_its_employer() -> None:
    """Small words inside a name belong to it; what follows “of” does not."""
    assert said("“Go,” Ursula von der Holm wrote.")[0][0] == "Ursula von der Holm"
    assert said("It rained, said Jean Dupont of Northern Rail.")[0][0] == "Jean Dupont"


def test_coordinated_verbs_share_a_subject() -> None:
    """Called … but said …: one statement of one speaker, with the surest verb."""
    text = "Paul Brandt called the friction “normal” but said both sides had agreed."
    assert [(s.speaker, s.verb) for s in read(text)] == [("Paul Brandt", "said")]


def test_two_speakers_of_one_verb_each_get_a_statement() -> None:
    """X and Y said: the sentence is a statement of both."""
    text = "Anna Berg and Paul Brandt said the bridge was safe."
    assert sorted(s.speaker for s in read(text)) == ["Anna Berg", "Paul Brandt"]


def test_two_clauses_with_two_speakers_give_two_statements() -> None:
    """X reported …, while Y reaffirmed …: each speaker gets the sentence."""
    text = "State media reported drills, while Tallinn reaffirmed its commitment."
    assert {s.speaker for s in read(text)} == {"State media", "Tallinn"}


def test_somebody_only_mentioned_is_no_speaker() -> None:
    """Naming a person inside another's statement attributes nothing to that person."""
    assert {s.speaker for s in read("Anna Berg said Paul Brandt was a very tough negotiator.")} == {
        "Anna Berg"
    }


def test_words_inside_a_quotation_are_no_cue() -> None:
    """“He said no” inside quotation marks is the speaker's, not his."""
    text = "“Paul Brandt said no, and Peter Holm agreed,” Anna Berg said."
    assert {s.speaker for s in read(text)} == {"Anna Berg"}


def test_a_passive_has_no_speaker_but_its_agent() -> None:
    """“was told” attributes nothing; “was reported by X” is X's."""
    assert read("Paul Brandt was told to leave.") == []
    assert said("The loss was first reported by Anna Berg.")[0][0] == "Anna Berg"


def test_a_quotation_goes_on_after_its_cue() -> None:
    """A bare quotation behind an attributed one has the same speaker, less surely."""
    text = "“It is late,” said Anna Berg. “We must go.”"
    first, second = read(text)
    assert (second.speaker, second.span.of(text)) == ("Anna Berg", "“We must go.”")
    assert second.certainty < first.certainty


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    """A paragraph that opens with a quotation and names nobody goes on with the speaker before."""
    text = "“It is late,” said Anna Berg.\n\n“We must go. The tide is turning.”"
    assert said(text)[-1] == ("Anna Berg", "“We must go. The tide is turning.”")


def test_a_colon_hands_over_to_the_next_paragraph() -> None:
    """He continued: the quotation paragraph that follows is his."""
    text = "Paul Brandt took the floor. He continued:\n\n“The tide is turning.”"
    assert said(text)[-1] == ("Paul Brandt", "“The tide is turning.”")


def test_narration_ends_a_quotation() -> None:
    """A paragraph of plain narration belongs to nobody, and neither does a quotation after it."""
    text = "“It is late,” said Anna Berg.\n\nThe boats left at six.\n\n“No entry” stood on the gate."
    assert len(read(text)) == 1


def test_a_transcript_label_names_the_speaker() -> None:
    """NAME: … in capitals is that person speaking."""
    text = (
        "Anna Berg met Paul Brandt.\n\nBERG: Will it hold?\n\nBRANDT: It will.\n\nBERG: Fine.\n\nBRANDT: Yes."
    )
    assert said(text)[0] == ("Anna Berg", "BERG: Will it hold?")


def test_certainty_falls_from_quotation_to_report_to_pronoun_to_wish() -> None:
    """A named direct quotation is surer than a named report, that than a pronoun's, that than a wish."""
    text = "“It is late,” Paul Brandt said. Brandt said it was late. He said it was. Brandt wants a boat."
    quotation, report, pronoun, wish = (s.certainty for s in read(text))
    assert quotation > report > pronoun > wish > 0


def test_a_statement_knows_whether_it_quotes() -> None:
    """``direct`` tells quoted words from a paraphrase."""
    text = "Anna Berg said it was “far too late”. Anna Berg said it was late."
    assert [s.direct for s in read(text)] == [True, False]


def test_straight_quotation_marks_count_too() -> None:
    """Typewriter quotation marks are read like curly ones."""
    assert said('"It is late," Anna Berg said.') == [("Anna Berg", '"It is late," Anna Berg said.')]


def test_a_title_case_headline_reports_nothing() -> None:
    """Capitals tell no names in a headline, so nothing is attributed there."""
    assert read("Harbour Master Warns Of Long Delays At Northern Gate") == []


def test_an_empty_text_has_no_statements() -> None:
    """No sentences, no statements."""
    assert statements("", []) == []
    assert statements("", [[]]) == []


_PIECES = st.sampled_from(
    [
        "Anna Berg", "Mr.", "he", "She", "said", "says", "to", "“", "”", '"', "''", ",", ".", ":", "\n\n",
        "(", ")", "and", "according to", "the", "senator", "’s", "who", "told", "by", "was", "—", "tweet",
        "A.", "“Go”", "of", "warning",
    ]
)  # fmt: skip


def _check(text: str) -> None:
    groups = [sentences(text, p) for p in paragraphs(text)]
    ends = {s.end for group in groups for s in group}
    starts = {s.start for group in groups for s in group}
    for statement in statements(text, groups):
        assert statement.span.start in starts
        assert statement.span.end in ends
        assert 0 < statement.certainty <= 1
        assert statement.speaker.strip()


@given(st.text())
def test_any_text_gives_whole_sentences(text: str) -> None:
    """Whatever the text, nothing is raised and every span is made of whole sentences."""
    _check(text)


@given(st.lists(_PIECES, max_size=30))
def test_any_jumble_of_reporting_words_gives_whole_sentences(pieces: list[str]) -> None:
    """Words of reporting in any order raise nothing and keep spans whole."""
    _check(" ".join(pieces))


def test_the_span_is_the_sentence_in_the_text() -> None:
    """Offsets count code points of the whole text."""
    text = "Rain fell. Anna Berg said it was late."
    assert [s.span for s in read(text)] == [Span(11, len(text))]


def test_a_doubtful_statement_is_not_kept() -> None:
    """A wish put down to a pronoun is too unsure to stand under anybody's name."""
    assert said("Paul Brandt left. He wants a boat.") == []
    assert all(s.certainty >= LEAST_CERTAIN for s in read("Paul Brandt might say no. Brandt wants a boat."))
