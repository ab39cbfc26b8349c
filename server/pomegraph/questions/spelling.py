"""Brings words into one spelling, however people write them: case, accents, hyphens, plurals."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from Stemmer import Stemmer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"[^\W_]+")
# What belongs to the word before it: the genitive, and marks that a letter is written with.
_TRIFLES = re.compile(r"['\u2019`\u00b4]s\b|['\u2019`\u00b4]|(?<=\d),(?=\d{3}\b)")
# What is spelt otherwise in Britain; where it begins a word, or anywhere.
_BRITISH = re.compile(
    r"(?<=h)aem|(?<=[a-z])aem(?=i)|(?<=rrh)oea|^oe(?=[ds])|(?<=f)oe(?=t)|(?<=p)ae(?=d)|(?<=[lmb])our(?=s?$)"
)
_AMERICAN = {"aem": "em", "oea": "ea", "oe": "e", "ae": "e", "our": "or"}
_ENGLISH = Stemmer("english")
_LOCK = Lock()
# Longer words are no words.
_LONGEST = 60


def split_words(text: str) -> list[str]:
    """Return the words of a text in lower case, without accents.

    >>> split_words("Half-life of the café's MM-003?")
    ['half', 'life', 'of', 'the', 'cafe', 'mm', '003']
    """
    letters = text.casefold()
    if not letters.isascii():
        plain = unicodedata.normalize("NFKD", letters)
        letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [word[:_LONGEST] for word in _WORD.findall(_TRIFLES.sub("", letters))]


@lru_cache(20_000)
def find_stem(word: str) -> str:
    """Return the stem of a word in lower case, by Snowball's rules for English, the same in British and American.

    >>> find_stem("interactions"), find_stem("interacting")
    ('interact', 'interact')
    >>> [find_stem(word) for word in ("tumours", "haemorrhage", "hyponatraemia", "diarrhoea", "oedema", "hour")]
    ['tumor', 'hemorrhag', 'hyponatremia', 'diarrhea', 'edema', 'hour']
    """
    word = _BRITISH.sub(lambda found: _AMERICAN[found[0]], word)
    # A stemmer keeps words of its own, and is not to be used by two threads.
    with _LOCK:
        stem: str = _ENGLISH.stemWord(word)
    return stem


def list_stems(text: str) -> list[str]:
    """Return the stems of the words of a text."""
    return [find_stem(word) for word in split_words(text)]


def make_name_key(text: str) -> str:
    """Return what is the same for all spellings of a name: with a hyphen, a blank or neither, in the plural.

    >>> make_name_key("MM-003") == make_name_key("mm 003") == make_name_key("MM003")
    True
    >>> make_name_key("Multiple Myelomas") == make_name_key("multiple myeloma")
    True
    """
    return join_stems(list_stems(text))


def join_stems(stems: Iterable[str]) -> str:
    """Return the same of the stems of the words of a name."""
    return find_stem("".join(stems))


def list_runs(words: Sequence[str], most: int) -> Iterator[tuple[int, int, str]]:
    """Yield the runs of so many words at most, each with the same for all its spellings, as names are compared by.

    Before it stand the places of the first word and behind the last.

    >>> list(list_runs(["soft", "drinks"], 2))
    [(0, 1, 'soft'), (0, 2, 'softdrink'), (1, 2, 'drink')]
    """
    stems = [find_stem(word) for word in words]
    for start in range(len(stems)):
        for end in range(start + 1, min(len(stems), start + most) + 1):
            yield start, end, join_stems(stems[start:end])
