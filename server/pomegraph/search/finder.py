"""Searches a graph: its questions, its things, its documents and what its claims say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pomegraph.questions.following import find_default
from pomegraph.questions.schema import name_term
from pomegraph.questions.spelling import find_stem, list_stems, split_words
from pomegraph.search.aside import list_aside
from pomegraph.search.asked import QuestionIndex, list_words
from pomegraph.search.bonds import Bonds, list_bonds
from pomegraph.search.claim_index import ClaimIndex, index_claims
from pomegraph.search.claims import list_claims
from pomegraph.search.correcting import is_like_drug
from pomegraph.search.documents import Documents
from pomegraph.search.elsewhere import Elsewhere
from pomegraph.search.found import Found, FoundClaim
from pomegraph.search.index import TextIndex
from pomegraph.search.left_over import gather_called
from pomegraph.search.lists import ValueLists
from pomegraph.search.mentions import NameBook
from pomegraph.search.named import ThingIndex
from pomegraph.search.naming import Namer
from pomegraph.search.phrase import Ground, PhraseReader
from pomegraph.search.standing import StandIns
from pomegraph.search.words import PUNCTUATION, Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pomegraph.questions.catalogue import Catalogue, Graph
    from pomegraph.questions.things import NamedThing, Things
    from pomegraph.search.claims import LabelledClaim
    from pomegraph.search.found import FoundQuestion
    from pomegraph.search.phrase import Phrase

USUAL_NUMBER, MOST_FOUND = 10, 100
_LEAST = 5
_DOCUMENT = "source"
_USE, _DRUG, _TRIAL = "Indication", "drug", "trial"
# Trials are called so: ANDROMEDA, PANORAMA1, CARTITUDE-4.
_LIKE_TRIAL = re.compile(r"[A-Z]{6,}(?:-?\d{1,3})?")
# How much a note counts beside what a claim says.
_OF_NOTES = 0.8
# The claims among which what is noted on one is added to what it says.
_WIDELY = 2_000
# The claims by which it is told what kind of claims a phrase is about.
_TELLING = 60


class Finder:
    """Finds what there is in one state of a graph.

    Args:
        catalogue: The questions, and how people write.
        things: The things of the graph.
        claims: What its claims say.
        bonds: How its things hang together.
        told: Which of its things claims speak of together.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        things: Things,
        claims: list[LabelledClaim],
        bonds: Bonds | None = None,
        told: ClaimIndex | None = None,
    ) -> None:
        names = things.list_all()
        questions = list(catalogue)
        lexicon = Lexicon(catalogue.habits.words)
        book = NameBook(things, names)
        self._elsewhere = Elsewhere(catalogue.habits, book)
        self._labels = {thing.id: thing.label for thing in names if thing.kind == _DRUG}
        self._claims = claims
        self._said = TextIndex({"label": 1.0}, ((claim.label,) for claim in claims))
        # Apart from what it says: a claim is not to fall behind because much is noted on it.
        self._noted = TextIndex({"note": 1.0}, ((claim.notes,) for claim in claims))
        bonds, subjects = bonds or Bonds(), _find_subjects(claims, names)
        lists = ValueLists(questions, names, catalogue.habits, bonds)
        self._questions = QuestionIndex(questions, lists, bonds, book.find_name, told or ClaimIndex())
        self._things = ThingIndex({thing: known for thing, known in names.items() if thing.kind != _DOCUMENT})
        self._documents = ThingIndex({thing: known for thing, known in names.items() if thing.kind == _DOCUMENT})
        texts = (
            *(text for claim in claims for text in (claim.label, claim.notes)),
            *(name for known in names.values() for name in known),
            *list_words(questions),
            *lexicon.texts,
            *lists.texts,
            *self._elsewhere.texts,
        )
        ordinary = frozenset(stem for text in list_words(questions) for stem in list_stems(text))
        self._called = gather_called(names, ordinary)
        namer = Namer(book, StandIns(names, catalogue.habits, bonds, subjects), ordinary)
        ground = Ground(_list_known(texts), lists, subjects, self._elsewhere.keys, Documents(names, bonds), bonds)
        self._reader = PhraseReader(namer, lexicon, ground)

    def find(self, text: str, *, most: int = USUAL_NUMBER, is_open: bool = False) -> Found:
        """Return what fits a text best.

        Args:
            text: What somebody types: words, a name, an identifier.
            most: How many of each at most; of questions five at least.
            is_open: Whether the last word may not be typed to its end.
        """
        phrase = self._reader.read(text, is_open=is_open)
        claims = self._rank_claims(phrase, max(most, _TELLING))
        questions = self._questions.rank(phrase, self._weigh_kinds(phrase, claims), max(_LEAST, most), is_open=is_open)
        missing = {name: _find_typed(name, phrase) for name in self._list_missing(phrase)}
        for name, typed in missing.items():
            kind = self._elsewhere.find_kind(name) or (_TRIAL if _is_like_trial(typed, text) else "")
            if kind and not (kind == _DRUG and phrase.subjects):
                questions = [one.name_absent(kind, typed) for one in questions]
            if kind == _TRIAL:
                # Others would tell of all trials but this one.
                asked = [one for one in questions if any(value.text == typed for value in one.values)]
                asked.sort(key=_count_values, reverse=True)
                questions = [*asked, *(one for one in questions if one not in asked)]
        mere = {name for name, typed in missing.items() if self._is_mere_word(name, typed, phrase)}
        return Found(
            words=text,
            meant=phrase.meant,
            silent=self._elsewhere.find_matters(text, is_bare=phrase.is_bare),
            missing=tuple(typed for name, typed in missing.items() if name not in mere),
            unknown=tuple(typed for name, typed in missing.items() if name in mere),
            aside=list_aside(phrase, questions[0], self._called, missing) if questions else (),
            default=self._find_default(questions[0]) if questions and phrase.text.strip() else "",
            questions=tuple(questions),
            things=tuple(self._things.rank(phrase, most, is_open=is_open)),
            documents=tuple(self._documents.rank(phrase, most, is_open=is_open)),
            claims=tuple(claims[:most]),
        )

    def _find_default(self, first: FoundQuestion) -> str:
        """Return the drug that a question is asked about by its default; empty if it is given one, or one follows."""
        parameter = find_default(first.question, [value.parameter for value in first.values])
        names = [name_term(term) for term in parameter.default] if parameter else []
        return " and ".join(self._labels.get(one, one) for one in names)

    def find_claims(self, text: str, most: int) -> list[FoundClaim]:
        """Return the claims that fit a text best, so many at most."""
        return self._rank_claims(self._reader.read(text), most)

    def _list_missing(self, phrase: Phrase) -> tuple[str, ...]:
        """Return the names of what is not here, then the words that nothing here has."""
        named = self._elsewhere.find_names(split_words(phrase.meant or phrase.text))
        known = {word for name in named for word in split_words(name)}
        absent = self._elsewhere.find_names
        others = (word for word in (*phrase.strange, *phrase.unknown) if word not in known and not absent([word]))
        found = dict.fromkeys((*named, *others))
        # Of KARMMA and KARMMA-3 the longer one was typed.
        return tuple(one for one in found if not any(other != one and other.startswith(f"{one}-") for other in found))

    def _is_mere_word(self, name: str, typed: str, phrase: Phrase) -> bool:
        """Tell whether what is not here may be a word of any sort, not what a drug, a trial or a code is called."""
        is_name = bool(self._elsewhere.find_kind(name)) or is_like_drug(name) or name in phrase.strange
        return name in phrase.unknown and not is_name and name.isalpha() and typed[1:].islower()

    def _weigh_kinds(self, phrase: Phrase, claims: Sequence[FoundClaim]) -> dict[str, float]:
        """Return how much each kind of claim says of what is looked for: half of it by the things that are named."""
        kinds, named = _share_kinds(claims), self._questions.list_telling(phrase)
        if not named:
            return kinds
        labels = [stem for thing in named for stem in list_stems(thing.label)]
        others = _share_kinds(self._make(self._said.rank(labels, _TELLING)))
        return {kind: (kinds.get(kind, 0.0) + others.get(kind, 0.0)) / 2 for kind in {**kinds, **others}}

    def _rank_claims(self, phrase: Phrase, most: int) -> list[FoundClaim]:
        scores: dict[int, float] = {}
        noted = (self._noted, phrase.stems, _OF_NOTES)
        for index, stems, weight in ((self._said, phrase.stems, 1.0), (self._said, phrase.more, 0.5), noted):
            for place, score in index.rank(stems, max(most, _WIDELY)):
                scores[place] = scores.get(place, 0.0) + weight * score
        return self._make(sorted(scores.items(), key=lambda one: (-one[1], one[0]))[:most])

    def _make(self, ranked: Iterable[tuple[int, float]]) -> list[FoundClaim]:
        found = ((self._claims[place], score) for place, score in ranked)
        return [FoundClaim(claim.iri, claim.kind, claim.label, round(score, 4)) for claim, score in found]


def make_finder(catalogue: Catalogue, graph: Graph, things: Things) -> Finder:
    """Return what searches a graph as it is now."""
    return Finder(catalogue, things, list_claims(graph), list_bonds(graph), index_claims(graph))


def _list_known(texts: Iterable[str]) -> dict[str, str]:
    """Return a word for each stem in some texts."""
    known: dict[str, str] = {}
    for text in texts:
        for word in split_words(text):
            known.setdefault(find_stem(word), word)
    return known


def _count_values(found: FoundQuestion) -> int:
    return len(found.values)


def _is_like_trial(typed: str, text: str) -> bool:
    """Tell whether a word is written as trials are, in a text that is not all in capitals."""
    return _LIKE_TRIAL.fullmatch(typed) is not None and not text.isupper()


def _find_typed(name: str, phrase: Phrase) -> str:
    """Return a word of a phrase as it was typed, with what it hangs together with: PARADIGM-HF."""
    if name not in (*phrase.strange, *phrase.unknown):
        return name
    typed = (token.strip(PUNCTUATION) for token in phrase.text.split())
    found = next((token for token in typed if name in split_words(token) or name == token.casefold()), name)
    return found.strip("()") if found.startswith("(") else found


def _find_subjects(claims: Iterable[LabelledClaim], names: Iterable[NamedThing]) -> frozenset[NamedThing]:
    """Return the drugs that some claim tells a use of: others stand beside these only."""
    used = {stem for claim in claims if claim.kind == _USE for stem in list_stems(claim.label)}
    return frozenset(thing for thing in names if thing.kind == "drug" and used.issuperset(list_stems(thing.label)))


def _share_kinds(claims: Iterable[FoundClaim]) -> dict[str, float]:
    """Return which part of what was found each kind of claim has."""
    shares: dict[str, float] = {}
    for claim in claims:
        shares[claim.kind] = shares.get(claim.kind, 0.0) + claim.score
    total = sum(shares.values())
    return {kind: score / total for kind, score in shares.items()} if total > 0 else {}
