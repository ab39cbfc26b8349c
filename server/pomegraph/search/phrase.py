"""Reads what somebody types: its words, those that were meant, the things and the numbers that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pomegraph.names import POM
from pomegraph.questions.spelling import find_stem, list_runs, list_stems, make_name_key, split_words
from pomegraph.search.asking import Aim, find_aims, find_asked, find_ways
from pomegraph.search.bonds import Bonds
from pomegraph.search.correcting import Corrector, is_like_drug
from pomegraph.search.lists import SaidValue
from pomegraph.search.mentions import Mention, NamedNumber, is_half, is_organ, list_numbers
from pomegraph.search.standing import find_partners, find_rivals
from pomegraph.search.words import Meaning, is_empty

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from pomegraph.questions.things import NamedThing
    from pomegraph.search.documents import Documents
    from pomegraph.search.lists import ValueLists
    from pomegraph.search.naming import Namer
    from pomegraph.search.words import Lexicon

# A question of more words is read by these.
_MOST_WORDS = 60
_LONGEST = 1_000
_MOST_IN_NAME = 6
# Shorter words that nothing here has are told if they are written as abbreviations only.
_SHORT = 4
_TELLING_KINDS = frozenset({"adverse-event", "laboratory-test", "trial", "regimen", "programme"})
# Abbreviations: one capital at least, and another one or a figure.
_CAPITALS = re.compile(r"\b(?=[a-z]*[A-Z][A-Za-z]*[A-Z0-9])[A-Za-z][A-Za-z0-9]{2,}\b")
# Changes of chromosomes, as in "t(11;14)".
_ABERRATION = re.compile(r"\b(?:t|del|inv|dup|amp|gain)\(\d+[pq]?\d*(?:;\d+[pq]?\d*)*\)")
# Who names a disease, and at most drugs besides, asks whether that is a use.
_USE = tuple(list_stems("indication"))
_JOINING = frozenset({"and", "or", "plus", "with"})
_IT, _FOR = "it", frozenset({"for", "in", "of", "against"})
# What tells no more than that two things are named.
_BOTH = re.compile(r"\b(to|of|with|after|by|on) both (?!arms?\b)(?=(?:[^\s,]+ ){1,4}and\b)", re.IGNORECASE)
_DRUG, _EVENT, _TRIAL, _REGIMEN, _DISEASE, _CLASS = "drug", "adverse-event", "trial", "regimen", "disease", "drug-class"
_MEASURE, _PEOPLE, _INSTRUCTION, _KINETICS = "measure", "population", "instruction", "Pharmacokinetics"
_STATUS = "disease-status"


@dataclass(frozen=True, slots=True)
class Phrase:
    """What somebody looks for.

    Args:
        text: As it was typed.
        meant: With known words in the place of misspelt ones; empty if there are none.
        length: The number of its words.
        stems: Of the words that say something.
        asking: Those of them that do not name what is a value rather than a question: a drug that the graph is about,
            an adverse event, a disease. All if that is all that is said.
        more: Stems of the words of the graph that these stand for.
        keys: What is the same for all spellings, of each run of words, also beside values and of what they stand for.
        mentions: The things that it names.
        numbers: The numbers that it names.
        subjects: Drugs that are named and that the graph is about.
        others: Drugs that are named beside these.
        strange: Words beside such a drug, as in "clarithromycin with bortezomib", that nothing here has.
        unknown: Words that nothing here has, and names of drugs that nothing here is called.
        rivals: Drugs and regimens that are set against each other, as in "Velcade or Kyprolis".
        partners: Drugs that are given with one before them, as in "Velcade with dexamethasone".
        said: The values of closed lists that it gives, by list.
        meanings: What words of it stand for.
        parts: Drugs that it names as parts of a regimen only.
        starts: What a way is said to lead from, as in "from cereblon to apoptosis".
        ends: What it is said to lead to.
        beside: What else than a drug it names that is taken beside one, or done: a habit, a vaccine; and the groups of
            drugs in which one that it names is, where another one is told to interact with them.
        aims: What it asks of what it names.
        is_bare: Whether it says nothing beside drugs that the graph is about and adverse events.
    """

    text: str
    meant: str
    length: int
    stems: tuple[str, ...]
    asking: tuple[str, ...]
    more: tuple[str, ...]
    keys: frozenset[str]
    mentions: tuple[Mention, ...]
    numbers: tuple[NamedNumber, ...]
    subjects: frozenset[NamedThing] = frozenset()
    others: frozenset[NamedThing] = frozenset()
    strange: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    rivals: frozenset[NamedThing] = frozenset()
    partners: frozenset[NamedThing] = frozenset()
    said: Mapping[str, list[SaidValue]] = field(default_factory=dict)
    meanings: tuple[Meaning, ...] = ()
    parts: frozenset[NamedThing] = frozenset()
    starts: frozenset[NamedThing] = frozenset()
    ends: frozenset[NamedThing] = frozenset()
    beside: frozenset[NamedThing] = frozenset()
    aims: frozenset[Aim] = frozenset()
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """What phrases are read by, beside the names of things.

    Args:
        known: A word for each stem that is known.
        lists: The closed lists and what people say for their values.
        subjects: The drugs that the graph is about, not only beside others.
        absent: What is the same for all spellings, of the names of what there is elsewhere only, with its kind.
        documents: Documents by what they are.
        bonds: How things hang together.
    """

    known: Mapping[str, str]
    lists: ValueLists
    subjects: frozenset[NamedThing] = frozenset()
    absent: Mapping[str, str] = field(default_factory=dict)
    documents: Documents | None = None
    bonds: Bonds = field(default_factory=Bonds)


class PhraseReader:
    """Reads phrases by what is known.

    Args:
        namer: Finds what they name.
        lexicon: What people say instead of the words of the graph.
        ground: What else is known.
    """

    def __init__(self, namer: Namer, lexicon: Lexicon, ground: Ground) -> None:
        self._namer, self._lexicon, self._known = namer, lexicon, ground.known
        self._lists, self._documents = ground.lists, ground.documents
        self._bonds = ground.bonds
        self._interactors = {iri for each in ground.bonds.beside.values() for iri in each}
        self._subjects, self._absent = ground.subjects, ground.absent
        codes = frozenset(key for key, kind in ground.absent.items() if kind == _TRIAL)
        self._corrector = Corrector(ground.known, namer.book.list_words(_DRUG), codes)

    def read(self, text: str, *, is_open: bool = False) -> Phrase:
        """Return what a text says.

        Args:
            text: What somebody typed.
            is_open: Whether the last word may not be typed to its end.
        """
        text = _BOTH.sub(r"\1 ", text[:_LONGEST])
        typed = split_words(text)[:_MOST_WORDS]
        right = {word: self._corrector.correct(word) for word in (typed[:-1] if is_open else typed)}
        words = [right.get(word, word) for word in typed]
        spoken = [_IT if self._is_spoken_of(word) else word for word in words]
        meanings = self._lexicon.translate(words)
        meanings += _leave_names(self._lexicon.translate(spoken), words, spoken)
        named = self._leave_absent(words, self._namer.find(text, words, meanings))
        named = _leave_background(named, words)
        mentions = [
            one for one in named if not self._is_idle(one) and not is_organ(one, words) and not is_half(one, words)
        ]
        rest = self._leave_values(words, mentions)
        more = self._list_more(rest if len(rest) < len(words) else (), meanings, mentions)
        drugs = frozenset(drug for one in mentions for drug in one.list_all(_DRUG))
        names = [(one.start, one.end) for one in mentions if not one.is_listed and not one.find(_MEASURE)]
        said = self._lists.find(words, [(one.start, one.end) for one in mentions if one.find(_EVENT)], names)
        said = {kept: [one for one in values if _is_meant(one, words, text)] for kept, values in said.items()}
        said |= self._list_instructions(mentions, said)
        starts, ends = find_ways(mentions, words)
        meant = self._documents.find(words, drugs, said) if self._documents else ()
        mentions += [Mention(0, 0, (), meant)] if meant else []
        stems, asking = (_list_telling(each) for each in (words, rest))
        strange = self._find_strange(words, mentions, rest)
        parts = frozenset(thing for one in mentions if _is_part(one, mentions) for thing in one.things)
        rivals = find_rivals(filter(self._is_subject, mentions), words, self._find_absent(words, _DRUG)) - parts
        rivals |= find_rivals(mentions, words, kind=_REGIMEN)
        beside = frozenset(one for each in mentions for one in each.things if self._is_beside(one))
        beside |= frozenset(
            self._namer.standing.list_groups(drugs & self._subjects, _list_others(mentions) - self._subjects)
        )
        classes = [(one.start, one.end) for one in mentions if one.find(_CLASS)]
        is_bare = not (asking or more)
        is_of_use = is_bare and (any(one.find(_DISEASE) for one in mentions) or any(self._find_absent(words, _DISEASE)))
        asking = _USE if is_of_use else asking if asking or more else stems
        return Phrase(
            text=text,
            meant=" ".join(words) if words != typed else "",
            length=len(words),
            stems=stems,
            asking=asking,
            more=more,
            keys=_list_all_keys(words, rest, spoken, *(split_words(ours) for _, _, ours in meanings)),
            mentions=tuple(sorted(mentions, key=self._is_subject, reverse=True)),
            numbers=tuple(list_numbers(text)),
            subjects=self._subjects & drugs,
            others=drugs - self._subjects if self._subjects & drugs else frozenset(),
            strange=strange,
            unknown=self._list_unknown(words[:-1] if is_open else words, mentions, text),
            rivals=rivals,
            partners=find_partners(filter(self._is_subject, mentions), words, classes) - rivals,
            said=said,
            meanings=tuple(meanings),
            parts=parts,
            starts=starts,
            ends=ends,
            beside=beside,
            aims=self._find_aims(mentions, words, is_strange=bool(strange) and not rivals, has_habit=bool(beside)),
            is_bare=is_bare,
        )

    def _is_spoken_of(self, word: str) -> bool:
        """Tell whether a word names a drug or a regimen, in the place of which people say "it"."""
        return any(thing.kind in {_DRUG, _REGIMEN} for thing in self._namer.book.find_name(word))

    def _is_subject(self, mention: Mention) -> bool:
        return not self._subjects.isdisjoint((*mention.things, *mention.members))

    def _list_instructions(
        self, mentions: Iterable[Mention], said: Mapping[str, list[SaidValue]]
    ) -> dict[str, list[SaidValue]]:
        """Return the instructions that a phrase names, also in words that only stand for them."""
        named = [(one, thing) for one in mentions for thing in one.things if self._is_instruction(thing)]
        found = [SaidValue(one.start, one.end, thing.id, thing.label, thing.iri) for one, thing in named]
        kept = said.get(_INSTRUCTION, [])
        new = [one for one in found if one.id not in {each.id for each in kept}]
        return {_INSTRUCTION: [*kept, *new]} if new else {}

    def _is_instruction(self, thing: NamedThing) -> bool:
        return self._bonds.lists.get(thing.iri) == _INSTRUCTION

    def _find_aims(
        self, mentions: Sequence[Mention], words: Sequence[str], *, is_strange: bool, has_habit: bool
    ) -> frozenset[Aim]:
        """Return what a phrase asks, also by what is known of the things that it names."""
        named = [thing for one in mentions for thing in (*one.things, *one.members)]
        aims = {Aim.STRANGER} if is_strange else set()
        aims |= {Aim.HABIT} if has_habit else set()
        aims |= {Aim.KINETICS} if any(self._is_kinetic(one) for one in named) else set()
        aims |= {Aim.MEETING} if self._meet(named) else set()
        aims |= {Aim.INSTRUCTION} if any(map(self._is_instruction, named)) else set()
        # Who names a drug does not ask which.
        left = {Aim.ANY_DRUG} if not self._subjects.isdisjoint(named) else set()
        return (find_aims(mentions, words) | aims) - left

    def _is_kinetic(self, thing: NamedThing) -> bool:
        """Tell whether a thing is measured of what the body does with a drug, and of nothing else."""
        return {one.removeprefix(POM) for one in self._bonds.measured.get(thing.iri, ())} == {_KINETICS}

    def _meet(self, things: Iterable[NamedThing]) -> bool:
        """Tell whether one of some drugs is told to interact with another, which the graph is not about."""
        drugs = {thing.iri: thing in self._subjects for thing in things if thing.kind == _DRUG}
        subjects = [iri for iri, is_subject in drugs.items() if is_subject]
        met = {iri for one in subjects for iri in self._bonds.beside.get(one, ())}
        return any(iri in met for iri, is_subject in drugs.items() if not is_subject)

    def _is_beside(self, thing: NamedThing) -> bool:
        """Tell whether a thing is no drug, and some claim says that a drug interacts with it."""
        return thing.kind != _DRUG and thing.iri in self._interactors

    def _is_value(self, mention: Mention) -> bool:
        """Tell whether a mention names what many questions can be asked about, and not what is asked."""
        return any(map(mention.find, (_EVENT, _TRIAL, _DISEASE))) or self._is_subject(mention)

    def _is_status(self, mention: Mention, mentions: Iterable[Mention]) -> bool:
        """Tell whether a mention is that of the status of a disease right behind it: "relapsed myeloma"."""
        is_named = any(self._bonds.lists.get(thing.iri) == _STATUS for thing in mention.things)
        return is_named and any(one.find(_DISEASE) and one.start == mention.end for one in mentions)

    def _leave_values(self, words: Sequence[str], mentions: Sequence[Mention]) -> list[str]:
        """Return the words that do not name a value."""
        spans = [(one.start, one.end) for one in mentions if self._is_value(one) or self._is_status(one, mentions)]
        left = {place for start, end in [*spans, *self._find_absent(words, _DISEASE)] for place in range(start, end)}
        return [word for place, word in enumerate(words) if place not in left]

    def _leave_absent(self, words: Sequence[str], mentions: Iterable[Mention]) -> list[Mention]:
        """Return mentions without those that are a part of the name of something else: no melphalan in melflufen."""
        runs = [*self._find_absent(words)]
        return [one for one in mentions if not any(one.is_within(*run) for run in runs)]

    def _find_absent(self, words: Sequence[str], kind: str = "") -> Iterator[tuple[int, int]]:
        """Yield the places of the names of what is not here, of one kind or of any."""
        runs = list_runs(words, _MOST_IN_NAME)
        return ((start, end) for start, end, key in runs if key in self._absent and kind in {"", self._absent[key]})

    def _is_idle(self, mention: Mention) -> bool:
        """Tell whether a word is the name of a measure that no claim has, as the dose is."""
        measured = self._bonds.measured
        is_measure = mention.end - mention.start == 1 and all(thing.kind == _MEASURE for thing in mention.things)
        return bool(measured) and is_measure and all(thing.iri not in measured for thing in mention.things)

    def _find_strange(self, words: Sequence[str], mentions: Iterable[Mention], rest: Sequence[str]) -> tuple[str, ...]:
        """Return the unknown words that are joined with a drug that the graph is about, or all that is beside it."""
        drugs = [one for one in mentions if not self._subjects.isdisjoint(one.things) and one.start < one.end]
        joined = [one.start - 2 for one in drugs if one.start > 1 and words[one.start - 1] in _JOINING]
        joined += [one.end + 1 for one in drugs if one.end + 1 < len(words) and words[one.end] in _JOINING]
        beside = [word for word in rest if not is_empty(word)] if drugs else []
        alone = [word for word in beside if len(beside) == 1 and self._is_missing(word) and is_like_drug(word)]
        return tuple(dict.fromkeys([*(words[place] for place in joined if self._is_missing(words[place])), *alone]))

    def _list_unknown(self, words: Sequence[str], mentions: Iterable[Mention], text: str) -> tuple[str, ...]:
        """Return the words that nothing here has, the shortest if they are in capitals, and unknown names of drugs."""
        named = {place for one in mentions for place in range(one.start, one.end)}
        left = [word for place, word in enumerate(words) if place not in named]
        capitals = {word.casefold() for word in _CAPITALS.findall(text)}
        short = {word for word in left if self._is_new(word) and (word in capitals or len(word) == _SHORT)}
        found = (
            word for word in left if self._corrector.is_unknown(word) or word in short or self._is_other_drug(word)
        )
        changes = (one for one in _ABERRATION.findall(text.casefold()) if not self._is_named(one, words, named))
        return tuple(dict.fromkeys((*found, *changes)))

    def _is_other_drug(self, word: str) -> bool:
        """Tell whether a word ends as names of drugs do, and is none of those here: one said twice is named once."""
        return is_like_drug(word) and not self._namer.book.find_name(word)

    def _is_named(self, change: str, words: Sequence[str], named: Collection[int]) -> bool:
        """Tell whether a change of a chromosome is called so, or a part of what is named, as in "del(5q) MDS"."""
        parts = split_words(change)
        places = (range(start, start + len(parts)) for start in range(len(words)))
        is_part = any(words[each.start : each.stop] == parts and set(each) <= set(named) for each in places)
        return is_part or bool(self._namer.book.find_name(change))

    def _is_new(self, word: str) -> bool:
        return find_stem(word) not in self._known and word.isalnum() and not is_empty(word)

    def _is_missing(self, word: str) -> bool:
        return self._corrector.is_unknown(word) or make_name_key(word) in self._absent

    def _list_more(
        self, rest: Sequence[str], meanings: Iterable[Meaning], mentions: Sequence[Mention]
    ) -> tuple[str, ...]:
        """Return the stems of what words stand for, also of those that are left beside values, but not of values."""
        values = {(one.start, one.end) for one in mentions if self._is_value(one)}
        found = [ours for start, end, ours in meanings if (start, end) not in values]
        found += [ours for _, _, ours in self._lexicon.translate(rest)]
        found += [one.quantity for one in mentions]
        stems = [stem for ours in found for stem in list_stems(ours)]
        return tuple(dict.fromkeys([*stems, *_list_kinds(mentions)]))


def _leave_names(meanings: Iterable[Meaning], words: Sequence[str], spoken: Sequence[str]) -> list[Meaning]:
    """Return what words with "it" in the place of names stand for, at what stands behind the name, or before it."""
    found = []
    for start, end, ours in meanings:
        named = [place for place in range(start, end) if words[place] != spoken[place]]
        if named:
            last = named[-1]
            found.append(Meaning(last + 1, end, ours) if last + 1 < end else Meaning(start, named[0], ours))
    return found


def _leave_background(mentions: Sequence[Mention], words: Sequence[str]) -> list[Mention]:
    """Return mentions without the disease of drugs that are asked for, as in "which drugs for myeloma cause ...".

    Where nothing else is named, that is what is asked.
    """
    asked = find_asked(words)
    is_behind = words[asked.stop : asked.stop + 1] and words[asked.stop] in _FOR and len(mentions) > 1
    places = {*asked, asked.stop + 1} if asked and is_behind else asked
    return [one for one in mentions if not (one.find(_DISEASE) and one.end and one.start in places)]


def _is_meant(value: SaidValue, words: Sequence[str], text: str) -> bool:
    """Tell whether a value is not a word that says nothing, as "us" is, where it is not written as a name: "US"."""
    said = words[value.start : value.end]
    return not all(map(is_empty, said)) or "".join(said).upper() in text


def _list_telling(words: Iterable[str]) -> tuple[str, ...]:
    """Return the stems of those words that say something."""
    return tuple(dict.fromkeys(find_stem(word) for word in words if not is_empty(word)))


def _list_kinds(mentions: Iterable[Mention]) -> list[str]:
    """Return the stems of what the things are that are named, where that tells what is asked of them."""
    kinds = (thing.kind for mention in mentions for thing in mention.things)
    return [stem for kind in kinds if kind in _TELLING_KINDS for stem in list_stems(kind)]


def _list_all_keys(*texts: Sequence[str]) -> frozenset[str]:
    return frozenset(key for words in texts for key in _list_keys(words))


def _list_keys(words: Sequence[str]) -> list[str]:
    return [key for _, _, key in list_runs(words, _MOST_IN_NAME)]


def _list_others(mentions: Iterable[Mention]) -> frozenset[NamedThing]:
    """Return the drugs and the groups of drugs that are named."""
    return frozenset(thing for one in mentions for thing in one.things if thing.kind in {_DRUG, _CLASS})


def _is_part(mention: Mention, mentions: Iterable[Mention]) -> bool:
    """Tell whether a mention is that of a drug in the name of a regimen."""
    return bool(mention.find(_DRUG)) and any(one.find(_REGIMEN) and mention.overlaps(one) for one in mentions)
