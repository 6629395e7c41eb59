"""Words as they are shortened in chats: pls, abt, what'd."""

import re

from ..text.word_lists import WordLists

_SPELT_OUT = {word: " ".join(words) for word, words in WordLists(__file__).table("spelt_out").items()}
_SHORT = re.compile(rf"(?<![\w.'’@/-])(?:{'|'.join(map(re.escape, _SPELT_OUT))})(?![\w'’@/-]|\.\w)")


def spelt_out(question: str) -> str:
    """The question with its shortened lower-case words written in full."""
    return _SHORT.sub(lambda short: _SPELT_OUT[short.group()], question.replace("’d ", "'d "))
