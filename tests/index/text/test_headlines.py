"""Which sentences are headlines."""

from index.text.headlines import is_headline


def test_six_capitalised_words_are_a_headline() -> None:
    """Capitals on all but the small words of six make a headline; five may be a name."""
    assert is_headline("Harbour Master Warns of Long Delays Today")
    assert not is_headline("Harbour Master Warns of Delays Today")


def test_one_small_verb_makes_a_sentence() -> None:
    """A word of substance in small letters is no headline's."""
    assert not is_headline("Harbour Master Anna Berg warns of Long Delays Today")
