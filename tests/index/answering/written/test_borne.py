"""Which sentences of a language model's are kept, by what their quotes say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer import Citation
from index.answering.written.borne import borne
from index.document import Document, Span


def cited(marker: int, quote: str, speaker: str | None = None) -> Citation:
    """A quote that is all of its document."""
    return Citation(marker, quote, Document(f"d{marker}", "D", quote), 1, Span(0, len(quote)), speaker)


def kept(sentence: str, quote: str, speaker: str | None = None) -> bool:
    """Whether a sentence stays that cites this quote alone."""
    return borne([f"{sentence} [1]"], [cited(1, quote, speaker)]) != []


BRIDGE = cited(1, "The mayor opened the new bridge on 3 May, after two years of work.")
PRICE = cited(2, "It cost $40 million, 12 percent more than planned.")
SHIPS = "Ana Lima said on Monday that 12 ships would leave the harbor, but Rui Costa did not agree."


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("The mayor opened the bridge [1].", "The mayor opened the bridge. [1]"),
        ("  The  mayor opened the bridge. [1]", "The mayor opened the bridge. [1]"),
        (
            "The bridge the mayor opened cost $40 million [2][1].",
            "The bridge the mayor opened cost $40 million. [1][2]",
        ),
        ("The mayor opened the bridge [1, 2]", "The mayor opened the bridge. [1][2]"),
        ("The bridge [1] cost $40 million [2].", "The bridge cost $40 million. [1][2]"),
        ("The mayor opened the bridge! [1] [1]", "The mayor opened the bridge! [1]"),
    ],
)
def test_a_sentence_is_tidied(line: str, shown: str) -> None:
    """What is kept has single spaces, a stop, and its markers behind it, each once and in order."""
    assert borne([line], [BRIDGE, PRICE]) == [shown]


@pytest.mark.parametrize("line", ["The mayor opened the bridge.", "The mayor opened the bridge. [3]",
                                  "The mayor opened the bridge. [1][3]", "The mayor opened the bridge. (1)",
                                  "[1]", "", "."])  # fmt: skip
def test_a_sentence_cites_quotes_that_are_there(line: str) -> None:
    """Without a marker, or with one of no quote, nothing is kept."""
    assert borne([line], [BRIDGE, PRICE]) == []


@pytest.mark.parametrize(
    "addition",
    ["https://a.example/b", "www.a.example", "discord.gg/abc", "<@123>", "<#45>", "@everyone", "@here",
     "**bridge**", "_bridge_", "`bridge`", "||bridge||", "~bridge~", "# bridge", "[bridge](x)", ":bridge:",
     "\x00", "\x1b", "bridge\nbridge", "\u202e", "\u200b", "🎉", "bridg\u0435", "?"],
)  # fmt: skip
def test_nothing_but_plain_words_is_kept(addition: str) -> None:
    """No link, mention, markdown, control, line break, emoji or look-alike letter comes through."""
    quote = cited(
        1, f"The mayor opened the bridge {addition.replace('е', 'e') if addition.isalpha() else 'x'}."
    )
    assert borne([f"The mayor opened the bridge {addition} [1]"], [quote]) == []


@pytest.mark.parametrize("mark", ["- ", "1. ", "+ "])
def test_no_list_is_kept(mark: str) -> None:
    """What Discord would show as an item of a list is no sentence."""
    assert not kept(f"{mark}The mayor opened the bridge.", "1. The mayor opened the bridge.")


def test_a_letter_of_the_quote_may_be_written() -> None:
    """An accent of the quote's own, and curly marks, are plain words."""
    assert kept("José’s bridge is “open”.", "José's bridge is open.")


def test_a_long_sentence_is_none() -> None:
    """Of more than 400 characters, markers included, nothing is kept, whatever it says."""
    assert kept("A bridge " * 44, "a bridge " * 50)
    assert not kept("A bridge " * 45, "a bridge " * 50)


def test_a_piece_of_a_sentence_is_none() -> None:
    """A sentence opens with a capital, a figure or a mark."""
    assert not kept("opened the new bridge.", BRIDGE.quote)
    assert kept("3 May.", BRIDGE.quote)


def test_at_most_three_are_kept() -> None:
    """Of more sentences the first three that are borne are kept, in order."""
    lines = ["The mayor sold the bridge. [1]", *["The mayor opened the bridge. [1]"] * 4]
    assert borne(lines, [BRIDGE]) == ["The mayor opened the bridge. [1]"] * 3


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Two ships left on 3 October.", "2 ships left on Oct. 3."),
        ("It cost 40 million dollars.", "It cost $40m."),
        ("Prices rose by 5 percent.", "Prices rose by 5% to 6%."),
        ("Prices rose by 5 percent.", "Prices rose by 5 to 6 per cent."),
        ("It has 1,500,000 people.", "It has 1.5 million people."),
        ("Twenty-five ships left.", "25 ships left."),
        ("It was the 3rd ship.", "It was the third ship."),
        ("12 ships left.", "A dozen ships left."),
        ("In October 40 ships left.", "40 ships left in October."),
    ],
)
def test_numbers_may_be_written_otherwise(sentence: str, quote: str) -> None:
    """Figures or words, signs or names of units: the same number is the same."""
    assert kept(sentence, quote)


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Three ships left on 3 October.", "Two ships left on 3 October."),
        ("Ships left on 4 October.", "Ships left on 3 October, at 4 in the morning."),
        ("Ships left on 3 May.", "Ships left on 3 October, not in May."),
        ("Ships left on Tuesday.", "Ships left on Monday."),
        ("Ships left in 2019.", "Ships left in 2018."),
        ("Ships left today.", "Ships left on Monday."),
        ("It cost $40 billion.", "It cost $40 million."),
        ("It cost $40 million.", "It cost €40 million."),
        ("It rose by 5 percent.", "It rose by 5 points to 7 percent."),
        ("It was the second ship.", "It was the third ship, with two masts."),
        ("Hundreds of ships left.", "Two ships left."),
        ("12 ships sank and 5 ships left.", "5 ships sank and 12 ships left."),
    ],
)
def test_another_number_or_date_is_seen(sentence: str, quote: str) -> None:
    """A number, a unit or a date that the quote doesn't tell is not told."""
    assert not kept(sentence, quote)


@pytest.mark.parametrize(
    ("sentence", "quote", "borne_by_it"),
    [
        ("Lima opened the bridge.", "Ana Lima opened the bridge.", True),
        ("The United States opened the bridge.", "The U.S. opened the bridge.", True),
        ("Costa opened the bridge.", "Ana Lima opened the bridge.", False),
        ("Ana Lima opened the Busan bridge.", "Ana Lima opened the bridge.", False),
        ("Costa met Lima in Busan.", "Lima met Costa in Busan.", False),
        ("Lima met Costa in Busan.", "Lima met Costa in Busan.", True),
        ("Costa opened it after Costa had spoken.", "Lima opened it after Costa had spoken.", False),
    ],
)
def test_names_are_those_of_the_quote(sentence: str, quote: str, *, borne_by_it: bool) -> None:
    """A name must stand in the quote, and beside the words that it has there."""
    assert kept(sentence, quote) is borne_by_it


@pytest.mark.parametrize(
    ("sentence", "quote", "borne_by_it"),
    [
        ("Lima has not opened the bridge.", "Lima has opened the bridge.", False),
        ("Lima has opened the bridge.", "Lima has not opened the bridge.", False),
        ("Lima did not open the bridge.", "Lima didn’t open the bridge.", True),
        ("Lima never opened the bridge.", "Lima opened the bridge, and never the harbor.", False),
        ("Lima opened the bridge.", "Lima denied having opened the bridge.", False),
        ("Lima opened the bridge.", "Lima opened the bridge, not the harbor.", True),
        ("Bridge 2 is open.", "Bridge No. 2 is open.", True),
        ("Lima did not open the bridge.", "Lima did not sell the old harbor and opened the bridge.", False),
        ("Lima did not open the bridge.", "Lima did not quietly open the bridge.", True),
        ("Lima sold not only the bridge.", "Lima sold only the bridge.", False),
        ("Lima did not open the bridge, which is not new.", "Lima did not open the new bridge.", False),
        ("Prices fell.", "Prices rose.", False),
        ("Wages increased.", "Prices rose, and wages fell.", False),
        ("Prices increased.", "Prices rose.", True),
        ("Prices will rise.", "Prices may rise.", False),
        ("Only prices rose.", "Prices rose.", False),
    ],
)
def test_denials_and_opposites(sentence: str, quote: str, *, borne_by_it: bool) -> None:
    """A denial put in or dropped, and a word for its opposite, are seen; what is left out may be denied."""
    assert kept(sentence, quote) is borne_by_it


@pytest.mark.parametrize("sentence", ["I will resign.", "We’ll resign.", "Your mayor will resign."])
def test_nobody_speaks_through_it(sentence: str) -> None:
    """ "I", "we" and "you" would be the bot and its reader, but where somebody is given the words."""
    quote = sentence.replace("’ll", " will")
    assert not kept(sentence, quote)
    assert kept(f"Lima said “{quote}”", f"“{quote}” Lima said.", "Ana Lima")


@pytest.mark.parametrize(
    ("sentence", "speaker", "borne_by_it"),
    [
        ("Lima stated that ships would leave the harbor.", "Ana Lima", True),
        ("According to Ana Lima, ships would leave the harbor.", "Ana Lima", True),
        ("Costa said that ships would leave the harbor.", "Ana Lima", False),
        ("According to Costa, ships would leave the harbor.", "Ana Lima", False),
        ("According to Costa, Lima said that ships would leave the harbor.", "Ana Lima", False),
        ("Ships would leave the harbor.", "Ana Lima", False),
        ("He said that ships would leave the harbor.", "Ana Lima", False),
        ("Ships would leave the harbor.", None, True),
        ("Reuters reported that ships would leave the harbor.", None, False),
    ],
)
def test_words_stay_with_who_said_them(sentence: str, speaker: str | None, *, borne_by_it: bool) -> None:
    """What somebody says is told as theirs: not as a fact, and not as another's."""
    assert kept(sentence, "Ships would leave the harbor, she said of Costa.", speaker) is borne_by_it


def test_a_title_names_nobody() -> None:
    """The title of a speaker may be another's too: alone it doesn't tell whose words they are."""
    assert kept("Costa said that ships left.", "Ships left, he said.", "Senator Rui Costa")
    assert not kept("The senator said that ships left.", "Ships left, he said.", "Senator Rui Costa")


def test_a_quote_may_name_who_speaks() -> None:
    """Several may speak in one quote; each is given the words that the quote gives them."""
    assert kept("Ana Lima said that 12 ships would leave the harbor.", SHIPS)
    assert not kept("Rui Costa said that 12 ships would leave the harbor.", SHIPS)


def test_a_pronoun_goes_on_with_the_sentence_before() -> None:
    """ "She" is who was named in the last sentence kept, and nobody without one."""
    quotes = [cited(1, "Ships left, she said.", "Ana Lima"), cited(2, "Crowds came, Lima said.", "Ana Lima")]
    lines = ["Ana Lima said that ships left. [1]", "She added that crowds came. [2]"]
    assert borne(lines, quotes) == lines
    assert borne(lines[1:], quotes) == []
    assert borne([lines[0], "Crowds came. [2]"], quotes) == lines[:1]


def test_anothers_quote_bears_nothing() -> None:
    """A quote that is cited, of a speaker who isn't named, counts for nobody else and is cited no more."""
    quotes = [cited(1, "Ships left, she said.", "Ana Lima"), cited(2, "Crowds came, he said.", "Rui Costa")]
    assert borne(["Ana Lima said that crowds came. [1][2]"], quotes) == []
    assert borne(["Ana Lima said that ships left. [1][2]"], quotes) == ["Ana Lima said that ships left. [1]"]


def test_narration_is_nobodys_words() -> None:
    """Beside a speaker's quote, it isn't told as what the speaker says, unless it names them."""
    quotes = [cited(1, "Ships left, she said.", "Ana Lima"), cited(2, "Prices rose.")]
    assert borne(["Ana Lima said that prices rose. [1][2]"], quotes) == []
    assert borne(["Prices rose. [2]"], quotes) == ["Prices rose. [2]"]
    named = cited(3, "Prices rose, Lima said.")
    assert borne(["Ana Lima said that prices rose. [1][3]"], [*quotes, named]) != []


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("The mayor meets bakers.", "The mayor met bakers."),
        ("The economic growth", "The growth of the economy"),
        ("The mayor will purchase bread.", "The mayor will buy bread."),
    ],
)
def test_words_may_change_their_form(sentence: str, quote: str) -> None:
    """Another form of a word, or one that means alike, stands for it."""
    assert kept(sentence, quote)


def test_words_keep_some_order() -> None:
    """They may stand in another, but are not thrown together."""
    quote = "The mayor opened the new bridge after two years of work on the old road."
    assert kept("After two years of work on the road the mayor opened the bridge.", quote)
    assert not kept("Road work of years bridge opened after the mayor on two.", quote)


@pytest.mark.parametrize(
    ("sentence", "borne_by_it"),
    [
        ("The mayor opened the bridges.", True),
        ("The mayor opened the bridgehead.", False),
        ("The mayor opened the bridge, opened the bridge, and opened the bridge for tourists.", False),
        ("The mayor is opening the bridge.", True),
        ("The mayor sold the bridge.", False),
        ("The mayor opened the bridge for tourists.", False),
        ("The mayor “opened the bridge”.", True),
        ("The mayor “opened a bridge”.", False),
    ],
)
def test_every_word_stands_in_the_quote(sentence: str, *, borne_by_it: bool) -> None:
    """Words may change their form, but none that tells something is added; quoted words stand as they are."""
    assert kept(sentence, "The mayor opened the bridge.") is borne_by_it


@given(st.lists(st.text(), max_size=4), st.text(min_size=1), st.one_of(st.none(), st.text()))
def test_any_text_is_taken(lines: list[str], quote: str, speaker: str | None) -> None:
    """Whatever is written, and quoted, nothing fails; what is kept is one line that ends with its marker."""
    written = [f"{line} [1]" for line in [*lines, quote]]
    for sentence in borne(written, [cited(1, quote, speaker)]):
        assert sentence.isprintable()
        assert sentence.endswith(" [1]")


def test_one_word_too_many() -> None:
    """In a long sentence, too, no word may be put in."""
    quote = "The mayor opened the new stone bridge near the old harbor and praised the workers on Monday."
    assert kept(quote, quote)
    assert not kept(quote.replace("opened", "secretly opened"), quote)
