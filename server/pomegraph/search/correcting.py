"""Finds the words that were meant where misspelt ones were typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from pomegraph.questions.spelling import find_stem
from pomegraph.search.words import is_empty

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

# Shorter words are too much like others; of longer ones, one letter in four may be another.
_SHORTEST, _LIKENESS = 5, 0.75
# Names of drugs are written as they are heard: of these the beginning counts most.
_LIKE_DRUG, _NEAR_DRUG, _LIKE_STEM = 0.88, 0.6, 0.8
# What names of drugs end with, as the WHO gives them.
_LIKE_A_NAME = re.compile(
    r"(?:azole|caine|cillin|cycline|dipine|floxacin|formin|gliptin|mab|micin|mycin|nib|olol|oxetine|parin|pril|profen|"
    r"sartan|setron|statin|tidine|triptyline|vir|xaban|zepam|zolam|zomib)s?$"
)


class Corrector:
    """Corrects words by those that are known.

    Args:
        known: A word for each stem that is known.
        drugs: The words of the names of drugs.
        codes: The stems of names that are no words, as those of trials: nobody who types a word means one.
    """

    def __init__(self, known: Mapping[str, str], drugs: Iterable[str], codes: Collection[str] = ()) -> None:
        self._known = known
        words = {stem: word for stem, word in known.items() if stem not in codes}
        # Hardly anybody mistypes the first letter.
        self._words = _sort_by_initial(dict.fromkeys(words.values()))
        self._stems = _sort_by_initial(words)
        self._drugs = [word for word in drugs if len(word) >= _SHORTEST]

    def is_unknown(self, word: str) -> bool:
        """Tell whether nothing here has a word that is long enough to be told from others."""
        return len(word) >= _SHORTEST and word.isalpha() and not is_empty(word) and find_stem(word) not in self._known

    def correct(self, word: str) -> str:
        """Return the known word that is most like one that is not known; itself if there is none."""
        if not self.is_unknown(word):
            return word
        found = process.extractOne(
            word, self._words.get(word[0], ()), scorer=OSA.normalized_similarity, score_cutoff=_LIKENESS
        )
        if found:
            return found[0]
        stems = self._stems.get(word[0], ())
        like = process.extractOne(find_stem(word), stems, scorer=OSA.normalized_similarity, score_cutoff=_LIKE_STEM)
        if like:
            return self._known[like[0]]
        heard = process.extractOne(word, self._drugs, scorer=JaroWinkler.normalized_similarity, score_cutoff=_LIKE_DRUG)
        is_near = heard is not None and OSA.normalized_similarity(word, heard[0]) >= _NEAR_DRUG
        # What a name begins with is not mistyped.
        return heard[0] if heard and is_near and not heard[0].startswith(word) else word


def is_like_drug(word: str) -> bool:
    """Tell whether a word ends as names of drugs do.

    >>> is_like_drug("ibuprofen"), is_like_drug("infusion")
    (True, False)
    """
    return _LIKE_A_NAME.search(word) is not None


def _sort_by_initial(words: Iterable[str]) -> dict[str, list[str]]:
    sorted_words: dict[str, list[str]] = {}
    for word in words:
        if len(word) >= _SHORTEST:
            sorted_words.setdefault(word[0], []).append(word)
    return sorted_words
