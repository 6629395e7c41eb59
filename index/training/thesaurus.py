"""Words that mean the same, something broader, or the opposite: WordNet's database files, read as they are.

The files are those of Debian's ``wordnet-base``; the manual page wndb(5WN) describes the format. Princeton's
licence allows any use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WORDNET = Path("/usr/share/wordnet")
SENSES = 2
"""How many of a word's senses are taken, the commonest first."""

_ENDINGS = {"noun": ("s", "es"), "verb": ("s", "es", "ed", "d", "ing"), "adj": (), "adv": ()}
_PART = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}
_BROADER, _OPPOSITE, _ALIKE = "@", "!", "&"


@dataclass(frozen=True, slots=True)
class _Sense:
    """One meaning of a lemma: its words, and where its pointers lead: (symbol, offset, part of speech)."""

    words: tuple[str, ...]
    pointers: tuple[tuple[str, int, str], ...]


class Thesaurus:
    """WordNet in the folder ``files``; its methods answer for single words in any regular form.

    Raises:
        FileNotFoundError: WordNet isn't there.
    """

    def __init__(self, files: Path = WORDNET) -> None:
        for name in (f"{kind}.{part}" for kind in ("index", "data") for part in _ENDINGS):
            if not (files / name).is_file():
                raise FileNotFoundError(f"{files} lacks WordNet's {name}; apt-get install wordnet-base")
        self._data = {part: (files / f"data.{part}").read_bytes() for part in _ENDINGS}
        self._index = {part: _index(files / f"index.{part}") for part in _ENDINGS}
        self._irregular = {part: _irregular(files / f"{part}.exc") for part in _ENDINGS}
        self._forms = {
            part: {lemma: form for form, lemma in reversed(list(forms.items())) if not form.endswith("ing")}
            for part, forms in self._irregular.items()
        }

    def same(self, word: str) -> tuple[str, ...]:
        """Synonyms in the word's form, those of the commonest sense first."""
        return self._words(word, ())

    def broader(self, word: str) -> tuple[str, ...]:
        """What a thing is a kind of."""
        return self._words(word, (_BROADER,), ("noun",))

    def opposite(self, word: str) -> tuple[str, ...]:
        """Antonyms."""
        return self._words(word, (_OPPOSITE,))

    def related(self, word: str) -> frozenset[str]:
        """What may stand for the word without a change of meaning."""
        return frozenset((*self.same(word), *self._words(word, (_BROADER, _ALIKE))))

    def _words(
        self, word: str, symbols: tuple[str, ...], parts: tuple[str, ...] = tuple(_ENDINGS)
    ) -> tuple[str, ...]:
        """The words of the word's senses, or of those that they point to by the symbols."""
        found: dict[str, None] = {}
        for part, lemma, ending, sense in self._senses(word.lower(), parts):
            linked = [self._sense(of, at) for symbol, at, of in sense.pointers if symbol in symbols]
            for other in (w for s in (linked if symbols else [sense]) for w in s.words):
                if other != lemma and other.isalpha() and other.islower():
                    found[_inflected(other, ending, self._forms[part])] = None
        return tuple(found)

    def _senses(self, word: str, parts: tuple[str, ...]) -> Iterator[tuple[str, str, str, _Sense]]:
        """The commonest senses as (part of speech, lemma, ending that makes the lemma the word, sense)."""
        for part in parts:
            for lemma, ending in _lemmas(word, _ENDINGS[part], self._irregular[part]):
                for at in self._index[part].get(lemma, ())[:SENSES]:
                    yield part, lemma, ending, self._sense(part, at)

    def _sense(self, part: str, at: int) -> _Sense:
        data = self._data[part]
        fields = data[at : data.index(b"\n", at)].decode("ascii").split()
        count = int(fields[3], 16)
        words = tuple(fields[4 + 2 * i].partition("(")[0] for i in range(count))
        first = 5 + 2 * count
        pointers = (fields[i : i + 3] for i in range(first, first + 4 * int(fields[first - 1]), 4))
        return _Sense(words, tuple((symbol, int(to), _PART[of]) for symbol, to, of in pointers))


def _index(path: Path) -> Mapping[str, tuple[int, ...]]:
    """Lemma → where its senses stand in the data file, the commonest first."""
    lines = path.read_text(encoding="ascii").splitlines()
    entries = (line.split() for line in lines if not line.startswith(" "))  # the licence is indented
    return {fields[0]: tuple(map(int, fields[-int(fields[2]) :])) for fields in entries}


def _irregular(path: Path) -> Mapping[str, str]:
    """Irregular form → lemma."""
    entries = (line.split() for line in path.read_text(encoding="ascii").splitlines())
    return {form: lemma for form, lemma, *_ in entries}


def _lemmas(word: str, endings: tuple[str, ...], irregular: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each (lemma, ending) that the word may be made of; an irregular verb counts as a past tense."""
    yield word, ""
    if lemma := irregular.get(word):
        yield lemma, "ed" if "ed" in endings else "s"
        return
    for ending in endings:
        if word.endswith(ending) and len(stem := word.removesuffix(ending)) > 2:
            yield stem, ending
            if ending in ("ed", "ing"):
                yield stem + "e", ending
                if stem[-1] == stem[-2]:
                    yield stem[:-1], ending


def _inflected(lemma: str, ending: str, irregular: Mapping[str, str]) -> str:
    """A lemma with an ending; of several irregular forms the first."""
    if ending in ("s", "es", "d", "ed") and lemma in irregular:
        return irregular[lemma]
    stem = lemma[:-1] + "i" if re.search("[^aeiou]y$", lemma) else lemma
    if ending in ("s", "es"):
        return stem + ("es" if re.search("(s|x|z|ch|sh|i)$", stem) else "s")
    if ending in ("d", "ed"):
        return stem + ("d" if stem.endswith("e") else "ed")
    return lemma.removesuffix("e") + ending if ending else lemma
