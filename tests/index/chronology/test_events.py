"""Which words date an event, and the day they come to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.chronology.dates import read_aloud
from index.chronology.events import events
from index.document import Document, Span
from index.sources.folder import load
from index.text.segmentation import paragraphs, sentences

from ..shipped import ARTICLE, CORPUS_FOLDER

if TYPE_CHECKING:
    from index.chronology.event import Event

THURSDAY = date(2025, 10, 30)


def found(text: str, published: date | None = THURSDAY, event_date: date | None = None) -> list[Event]:
    """The events of a text, through the project's own segmentation."""
    document = Document("paper", "Paper", text, published=published, event_date=event_date)
    return events(document, [s for p in paragraphs(text) for s in sentences(text, p)])


def dated(text: str, published: date | None = THURSDAY) -> list[tuple[str, str]]:
    """Each event's dating words and what they come to, in order of time."""
    return [(e.phrase.of(text), read_aloud(e.when)) for e in found(text, published)]


@pytest.mark.parametrize(
    ("phrase", "comes_to"),
    [
        ("on Oct. 30, 2025", "30 October 2025"),
        ("on 30 October 2025", "30 October 2025"),
        ("on October 30th", "30 October 2025"),
        ("on the 30th of October", "30 October 2025"),
        ("on Thursday, October 30, 2025", "30 October 2025"),
        ("on Wed., 29 Oct", "29 October 2025"),
        ("on 2025-10-30", "30 October 2025"),
        ("on March 5 of last year", "5 March 2024"),
        ("on Nov. 10-12", "10 November to 12 November 2025"),
        ("on 30–31 October", "30 October to 31 October 2025"),
        ("in November 2025", "November 2025"),
        ("in late March of next year", "March 2026"),
        ("mid-November", "November 2025"),
        ("last December", "December 2024"),
        ("next October", "October 2026"),
        ("last October", "October 2024"),
        ("this March", "March 2025"),
        ("since March", "March 2025"),
        ("in the summer of 2010", "2010"),
        ("since 2019", "2019"),
        ("by 2030", "2030"),
        ("in early 2016", "2016"),
        ("in the year 2000", "2000"),
        ("from 2011 to 2016", "2011 to 2016"),
        ("between 2011 and 2016", "2011 to 2016"),
        ("on Thursday", "30 October 2025"),
        ("late on Wednesday", "29 October 2025"),
        ("Friday evening", "24 October 2025"),
        ("last Monday", "27 October 2025"),
        ("last Thursday", "23 October 2025"),
        ("this past Sunday", "26 October 2025"),
        ("this Monday", "27 October 2025"),
        ("this coming Monday", "3 November 2025"),
        ("next Friday", "7 November 2025"),
        ("on Tuesday of last week", "21 October 2025"),
        ("Monday of next week", "3 November 2025"),
        ("today", "30 October 2025"),
        ("tonight", "30 October 2025"),
        ("this morning", "30 October 2025"),
        ("yesterday", "29 October 2025"),
        ("last night", "29 October 2025"),
        ("the day before yesterday", "28 October 2025"),
        ("tomorrow night", "31 October 2025"),
        ("this week", "week of 27 October 2025"),
        ("earlier this week", "week of 27 October 2025"),
        ("last week", "week of 20 October 2025"),
        ("early next week", "week of 3 November 2025"),
        ("over the weekend", "25 October to 26 October 2025"),
        ("this weekend", "1 November to 2 November 2025"),
        ("this past weekend", "25 October to 26 October 2025"),
        ("next weekend", "8 November to 9 November 2025"),
        ("this month", "October 2025"),
        ("last month", "September 2025"),
        ("by the end of next month", "November 2025"),
        ("by the end of the year", "2025"),
        ("later in the week", "week of 27 October 2025"),
        ("late last year", "2024"),
        ("two days ago", "28 October 2025"),
        ("three weeks ago", "week of 6 October 2025"),
        ("10 months ago", "December 2024"),
        ("a year ago", "2024"),
        ("six weeks from now", "week of 8 December 2025"),
    ],
)
def test_each_form_of_date(phrase: str, comes_to: str) -> None:
    """Dating words are found whole, with their preposition, and resolved against the day of publication."""
    assert dated(f"Fog {phrase}, no ferry.") == [(phrase, comes_to)]


@pytest.mark.parametrize(
    "phrase", ["On Thursday", "Yesterday", "Last week", "In 2019", "Two days ago", "Since March", "Next year"]
)
def test_a_date_may_open_the_sentence(phrase: str) -> None:
    """The capital of a sentence's first word makes no difference."""
    assert [words for words, _ in dated(f"{phrase} the ferry sailed.")] == [phrase]


@pytest.mark.parametrize(
    "sentence",
    [
        "May said she may march.",
        "August Falk and April Berg marched with May.",
        "About 2019 people came, of 2019 people asked.",
        "It cost $2025, then 1,500 crowns and 2,019 more.",
        "Emissions fell 30 percent from 2005 levels.",
        "The ferry of the 1990s was built in 1890.",
        "Room 2019 holds 2025 books.",
        "It was closed for a year after a five-day swing.",
        "Some 40,000 die annually, a near one-year high.",
        "Every Monday they meet, on Sundays too, and once on a Friday.",
        "It was the third strike in two weeks.",
        "It sank more than two years ago, or nearly three.",
        "In the last year it sailed twice.",
        "The ferry is still in use today.",
        "Today there are none, even today.",
        "The Sunday Times and Nation Today wrote of Good Friday and Black Friday.",
        "The Sept. 11 attacks changed that.",
        "They met on 31 November.",
        "Hopes are high for a brighter tomorrow.",
    ],
)
def test_what_only_looks_dated(sentence: str) -> None:
    """Names, verbs, quantities, durations, habits and impossible days date nothing."""
    assert dated(sentence) == []


def test_a_month_that_is_somebodys_name_needs_a_day_or_year() -> None:
    """Where the article has a Theresa May, "by May" is no month, but "in May" and "5 May" are."""
    text = "Theresa May spoke in May. A reform by May failed in May's view. The vote is set for 5 May."
    assert dated(text) == [("in May", "May 2025"), ("for 5 May", "5 May 2026")]
    assert dated("A play by August Falk, from April Berg's book, opened in August.") == [
        ("in August", "August 2025")
    ]


@pytest.mark.parametrize(
    ("sentence", "comes_to"),
    [
        ("He met her on Friday.", "24 October 2025"),
        ("He will meet her on Friday.", "31 October 2025"),
        ("The bill is to be signed on Friday.", "31 October 2025"),
        ("The truce is set to expire Friday.", "31 October 2025"),
        ("He plans to visit Lima on Friday.", "31 October 2025"),
        ("The vote is scheduled for Friday.", "31 October 2025"),
        ("The vote is due on Friday.", "31 October 2025"),
        ("The vote, expected in Lima, Peru, on Friday, is close.", "31 October 2025"),
        ("The summit opens on Friday.", "31 October 2025"),
        ("She is visiting Lima on Friday.", "31 October 2025"),
        ("It must be paid by Friday.", "31 October 2025"),
        ("Shops shut until Friday.", "31 October 2025"),
        ("On Friday, she will meet the mayor.", "31 October 2025"),
        ("Friday's vote will be close.", "31 October 2025"),
        ("She’ll sail on Friday.", "31 October 2025"),
        ("If they strike on Friday, no ferry sails.", "31 October 2025"),
        ("By Friday all had left.", "24 October 2025"),
        ("Officials said Friday that it will close.", "24 October 2025"),
        ("Officials said it will close Friday.", "31 October 2025"),
        ("She could not be reached on Friday.", "24 October 2025"),
        ("She may have sailed on Friday.", "24 October 2025"),
        ("The vote is set for Friday.", "31 October 2025"),
        ("The record set on Friday stands.", "24 October 2025"),
        ("The vote due Friday is close.", "31 October 2025"),
        ("It closed due to rain on Friday.", "24 October 2025"),
        ("She will resign, but on Friday she denied it.", "24 October 2025"),
        ("It appeared to be over on Friday.", "24 October 2025"),
        ("She arrived on Thursday.", "30 October 2025"),
        ("She will arrive on Thursday.", "30 October 2025"),
        ("This Friday they vote.", "31 October 2025"),
        ("This Monday they will vote.", "3 November 2025"),
        ("They will march this weekend.", "1 November to 2 November 2025"),
        ("He resigned on December 5.", "5 December 2024"),
        ("He will resign on December 5.", "5 December 2025"),
        ("December 5 is a holiday.", "5 December 2025"),
        ("He will resign on October 1.", "1 October 2026"),
        ("The fair, which will open soon, on October 1, is small.", "1 October 2025"),
        ("A fair in March.", "March 2026"),
        ("A fair in April.", "April 2025"),
        ("The fair was held in November.", "November 2024"),
        ("The fair will be held in October.", "October 2025"),
        ("The bridge will open in two weeks.", "week of 10 November 2025"),
        ("The bridge will open in a year's time.", "2026"),
    ],
)
def test_the_clause_tells_past_from_coming(sentence: str, comes_to: str) -> None:
    """The nearest word that looks ahead or back decides; without one a weekday is past, a date near."""
    assert [read_aloud(e.when) for e in found(sentence)] == [comes_to]


@pytest.mark.parametrize(
    ("sentence", "dates"),
    [
        ("The fair, due to start on April 2, was postponed until April 9.", ["2 April 2024", "9 April 2024"]),
        ("The vote was pushed back to June 3.", ["3 June 2024"]),
        ("The trial was rescheduled for January 20.", ["20 January 2024"]),
        ("The council voted on Friday to close the bridge in May.", ["8 March 2024", "May 2024"]),
        ("A court ordered the builder to pay by December 30.", ["30 December 2024"]),
        ("They urged the mayor to resign by November.", ["November 2024"]),
        ("The mayor told Lima to wait, and it waited in May.", ["May 2023"]),
        ("Several favourites for the awards on April 14 were not nominated.", ["14 April 2024"]),
        ("The strike lasted until April 9.", ["9 April 2023"]),
        ("He resigned on December 5.", ["5 December 2023"]),
        (
            "After denying it in the spring of 2004, he announced his exit in mid-August.",
            ["2004", "August 2004"],
        ),
        ("On May 4, 2021, and again on June 1, the council refused.", ["4 May 2021", "1 June 2021"]),
        ("On June 1 and July 4, 2021, the council refused.", ["1 June 2021", "4 July 2021"]),
        ("The bridge, built in 1998, was closed in May.", ["1998", "May 2023"]),
        ("The firm, founded on May 4, 2001, will close in June.", ["4 May 2001", "June 2024"]),
    ],
)
def test_the_year_follows_the_sentence(sentence: str, dates: list[str]) -> None:
    """What is ordered or put off is to come, a sentence's own year goes before that of the publication."""
    assert [comes_to for _, comes_to in dated(sentence, date(2024, 3, 12))] == dates


@pytest.mark.parametrize(
    ("phrase", "comes_to"),
    [
        ("from April 2 to April 9", "2 April to 9 April 2024"),
        ("from April 2 to 9", "2 April to 9 April 2024"),
        ("between 5 and 9 April", "5 April to 9 April 2024"),
        ("from 28 April to 3 May", "28 April to 3 May 2024"),
        ("28 April – 3 May", "28 April to 3 May 2024"),
        ("from April 2 until April 9, 2025", "2 April to 9 April 2025"),
        ("from December 28, 2023, to January 3", None),
        ("from December 28, 2023 to January 3", "28 December 2023 to 3 January 2024"),
        ("between December 28 and January 3, 2022", "28 December 2021 to 3 January 2022"),
        ("between May and July", "May to July 2024"),
        ("from May to July 2022", "May to July 2022"),
        ("from Monday to Wednesday", "18 March to 20 March 2024"),
        ("on May 5 and June 9", None),
    ],
)
def test_ranges(phrase: str, comes_to: str | None) -> None:
    """Two dates that are the ends of a stretch are one event, of which either may tell the year."""
    found = dated(f"The fair will run {phrase} there.", date(2024, 3, 12))
    assert (found == [(phrase, comes_to)]) if comes_to else len(found) == 2


def test_without_a_look_ahead_a_stretch_of_time_dates_nothing() -> None:
    """ "in two weeks" is when something will happen, but also how long something took."""
    assert dated("They built it in two weeks.") == []


@pytest.mark.parametrize(
    ("published", "phrase", "comes_to"),
    [
        (date(2024, 1, 1), "on Friday", "29 December 2023"),
        (date(2024, 1, 1), "on Monday", "1 January 2024"),
        (date(2024, 1, 1), "yesterday", "31 December 2023"),
        (date(2024, 1, 1), "last month", "December 2023"),
        (date(2024, 1, 1), "in December", "December 2023"),
        (date(2024, 1, 1), "on December 28", "28 December 2023"),
        (date(2024, 1, 1), "over the weekend", "30 December to 31 December 2023"),
        (date(2024, 3, 1), "yesterday", "29 February 2024"),
        (date(2024, 3, 4), "on Feb. 29", "29 February 2024"),
        (date(2026, 3, 2), "on Feb. 29", "29 February 2028"),
        (date(2024, 2, 29), "a year ago", "2023"),
        (date(2024, 3, 31), "last month", "February 2024"),
        (date(2023, 12, 31), "next week", "week of 1 January 2024"),
        (date(2023, 12, 31), "this week", "week of 25 December 2023"),
        (date(2023, 12, 31), "this weekend", "30 December to 31 December 2023"),
        (date(2023, 12, 27), "this weekend", "23 December to 24 December 2023"),
    ],
)
def test_across_months_and_years(published: date, phrase: str, comes_to: str) -> None:
    """Month and year boundaries, leap days and days of publication at either end of the week."""
    assert dated(f"Fog {phrase}, no ferry.", published) == [(phrase, comes_to)]


def test_an_article_from_new_years_day() -> None:
    """An article of Monday, 1 January looks back into the old year and ahead into the new one."""
    text = (
        "LIMA, Jan. 1 (Wire) — The ferry Aurora sank on Friday off Callao, days after it was repaired.\n\n"
        "Divers will reach the wreck on Wednesday, and a report is expected by the end of March. "
        "The ship was built in 1998 and had carried 2010 people since December 27.\n\n"
        "“We sail again tomorrow,” the owner, Ana Ruiz, said on Sunday. She bought it two years ago."
    )
    assert dated(text, date(2024, 1, 1)) == [
        ("in 1998", "1998"),
        ("two years ago", "2022"),
        ("since December 27", "27 December 2023"),
        ("on Friday", "29 December 2023"),
        ("on Sunday", "31 December 2023"),
        ("Jan. 1", "1 January 2024"),
        ("tomorrow", "1 January 2024"),
        ("on Wednesday", "3 January 2024"),
        ("by the end of March", "March 2024"),
    ]


def test_an_article_from_a_leap_year() -> None:
    """An article of Friday, 1 March 2024 has a 29 February behind it."""
    text = (
        "Mayor Erik Lund opened the harbour yesterday. Later in the day he fell ill; he had last sailed "
        "on Feb. 12. The council votes on a successor next Tuesday, and Lund's term was to end in May 2026. "
        "In 2008 and 2012 it had met twice."
    )
    assert dated(text, date(2024, 3, 1)) == [
        ("In 2008", "2008"),
        ("2012", "2012"),
        ("on Feb. 12", "12 February 2024"),
        ("yesterday", "29 February 2024"),
        ("Later in the day", "29 February 2024"),
        ("next Tuesday", "5 March 2024"),
        ("in May 2026", "May 2026"),
    ]


def test_tomorrow_in_quoted_words_counts_from_the_day_they_were_spoken() -> None:
    """A sentence that names the day dates its quotation; one that doesn't leaves it undated."""
    assert dated("“We sign tomorrow,” she said on Monday.") == [
        ("on Monday", "27 October 2025"),
        ("tomorrow", "28 October 2025"),
    ]
    assert dated("“We met on Monday and sign tomorrow,” she said.") == [("on Monday", "27 October 2025")]
    assert dated("“We sign tomorrow,” she said.") == []
    assert dated("“We sign next year,” she said.") == [("next year", "2026")]


def test_later_in_the_day_is_the_day_named_last() -> None:
    """The day of publication is meant only where no earlier day was named."""
    assert dated("They met on Tuesday. They dined later that day.")[1] == (
        "later that day",
        "28 October 2025",
    )
    assert dated("They dined later in the day.") == [("later in the day", "30 October 2025")]


def test_a_sentence_has_each_date_once() -> None:
    """Two ways to name one day are one event; two days are two."""
    assert dated("On Thursday, that is today, they met after Tuesday.") == [
        ("after Tuesday", "28 October 2025"),
        ("On Thursday", "30 October 2025"),
    ]


def test_a_date_within_a_longer_one_counts_once() -> None:
    """The weekday and the year of a full date are no events of their own."""
    assert dated("They met on Thursday, October 30, 2025, in Lima.") == [
        ("on Thursday, October 30, 2025", "30 October 2025")
    ]


def test_without_publication_the_day_of_the_event_counts() -> None:
    """The document's event date stands in for a publication date that is not known."""
    event = found("They met yesterday.", published=None, event_date=date(2025, 5, 1))[0]
    assert read_aloud(event.when) == "30 April 2025"


def test_without_any_date_only_a_year_dates() -> None:
    """Where the document has no date, days and months without a year are left out."""
    text = "On Friday, June 3, and in May they met; in June 2013, on 3 July 2014 and in 2015 they did not."
    assert [comes_to for _, comes_to in dated(text, None)] == ["June 2013", "3 July 2014", "2015"]


def test_events_are_in_order_of_time_then_of_text() -> None:
    """Of events on the same day the one told first comes first, with its whole sentence."""
    text = "It ends in 2026. They met on Thursday. She came today. He left on Monday."
    assert [e.span.of(text) for e in found(text)] == [
        "He left on Monday.",
        "They met on Thursday.",
        "She came today.",
        "It ends in 2026.",
    ]


def test_offsets_count_from_the_start_of_the_text() -> None:
    """The phrase is a span of the whole text, not of its sentence."""
    event = found("Rain fell. They met on Thursday.")[0]
    assert (event.span, event.phrase) == (Span(11, 32), Span(20, 31))


def test_a_wrapped_line_may_part_a_date() -> None:
    """Any white space may stand where a date has a space."""
    assert dated("They met on October\n30,\n2025, in\u00a0Lima.") == [
        ("on October\n30,\n2025", "30 October 2025")
    ]


def test_the_shipped_article() -> None:
    """The article that comes with the bot, published on Thursday, 30 October 2025."""
    article = load(CORPUS_FOLDER / f"{ARTICLE}.md")
    assert dated(article.text, article.published) == [
        ("since 2019", "2019"),
        ("on Sunday", "26 October 2025"),
        ("earlier this week", "week of 27 October 2025"),
        ("on Thursday", "30 October 2025"),
        ("later in the day", "30 October 2025"),
        ("on November 10", "10 November 2025"),
        ("next year", "2026"),
    ]


_PIECES = st.sampled_from(
    "on in since by May March Oct. 30 31 2025 2,025 Thursday Friday's today Tomorrow “ ” , . last next this "
    "week year weekend two days ago will was to be signed 29 February from 2011 2016 later the day "
    "9999-12-31".split()
)


def _check(text: str, published: date) -> None:
    for event in found(text, published):
        assert event.span.contains(event.phrase)
        assert 0 <= event.phrase.start < event.phrase.end <= len(text)
        assert event.when.start <= event.when.end
        assert read_aloud(event.when)


@given(st.text(), st.dates())
def test_any_text_gives_phrases_within_their_sentences(text: str, published: date) -> None:
    """Whatever the text and the day, nothing is raised and no event ends before it starts."""
    _check(text, published)


@given(st.lists(_PIECES, max_size=30), st.dates() | st.sampled_from([date.min, date.max]))
def test_any_jumble_of_dating_words_gives_phrases_within_their_sentences(
    pieces: list[str], published: date
) -> None:
    """Dating words in any order, even on the calendar's first and last day, raise nothing."""
    _check(" ".join(pieces), published)


def test_what_opens_a_sentence_gives_its_months_their_year() -> None:
    """With or without a comma behind it; what "had been due" is looked for on both sides of the article."""
    text = (
        "In February 2022 the pier broke; it was mended in July. "
        "The trial, which had been due to begin on 4 March, was put off until 8 April."
    )
    assert dated(text, date(2024, 3, 12)) == [
        ("In February 2022", "February 2022"),
        ("in July", "July 2022"),
        ("on 4 March", "4 March 2024"),
        ("until 8 April", "8 April 2024"),
    ]
