"""Finds the drugs that an intervention of a record names: known ones, all of them, or none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.content.locations import make_key
from pomegraph.evidence.words import spread
from pomegraph.records.wordlists import WordList, read_table_rows, read_word_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pomegraph.content.registers import Thing
    from pomegraph.records.context import Context

PLACEBO = "placebo"
_AMOUNT = re.compile(
    r"\b\d+(?:[.,/-]\d+)*\s*(?:%|(?:mg|mcg|μg|ug|g|ml|iu|mci|gy)\b(?:\s*/\s*(?:m2|m\^2|kg|day|capsule|ml|week|dose)\b)*)"
    r"|\bdose:.*$",
    re.IGNORECASE,
)
_DETERMINED = re.compile(r"\bas (?:determined|defined|specified|established)\b.*$", re.IGNORECASE)
_DANGLING = re.compile(r"^(?:or|and) | (?:or|and)$")
_PAREN = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]_?")
_MARKS = re.compile("[\u00ae\u2122]")
# "with or without", "or": one of them, or not all.
_EITHER = re.compile(r"\b(?:or|with or without|and/or|either)\b|\u00b1|\+/-", re.IGNORECASE)
_PARTS = re.compile(
    r"\s*[+;\uff1b,\uff0c\u3001&]\s*|\s+(?:and|plus|combined with|in combination with|co-administered with)\s+",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^(?:co-administration of|combination of)\s+", re.IGNORECASE)
_EXAMPLES = re.compile(r"(?P<head>[^()]+)\((?P<examples>[^()]+/[^()]+)\)\s*")
_CLASS_WORDS = re.compile(
    r"\b(?:inhibitors?|tkis?|antibod(?:y|ies)|agonists?|antagonists?|blockers?|analogues?|agents?|drugs?|vaccines?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a name of an intervention stands for.

    Args:
        drugs: Things that are known, by identifier.
        placeholder: `placebo`, `chemotherapy` and the like, where no drug is named.
        group: A class of drugs, in the words of the record; the drugs are then its examples.
        reason: Why it stands for nothing, or not for all that it names.
        unknown: The parts that are not known.
    """

    drugs: tuple[str, ...] = ()
    placeholder: str = ""
    group: str = ""
    reason: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all of it is known to be drugs."""
        return bool(self.drugs) and not self.reason and not self.group


class DrugFinder:
    """Finds drugs by name, by other names of the record, and without dose, salt, form and route."""

    def __init__(self, context: Context) -> None:
        folder = context.aliases
        self._names = context.names
        self._names.add_aliases("Drug", read_table_rows(folder, "drugs"))
        self._known = read_word_list(folder, "drugs")
        self._placeholders = read_word_list(folder, "placeholders")
        words = read_word_list(folder, "drug-words")
        salts = {one: meaning for one, meaning in words.meanings.items() if meaning == "salt"}
        self._words = WordList({one: meaning for one, meaning in words.meanings.items() if one not in salts})
        self._salts = WordList(salts)

    def resolve(self, name: str, others: Sequence[str] = (), terms: Mapping[str, str] | None = None) -> Resolved:
        """Return what a name stands for.

        Args:
            name: The name, as a record has it.
            others: The other names that the record gives for it.
            terms: Identifiers of MeSH by the term, as words; those of the record.
        """
        plain = _LEADING.sub("", _MARKS.sub("", name)).strip()
        if placeholder := self._find_placeholder(plain):
            return Resolved(placeholder=placeholder)
        if found := self._find_one(plain, others, terms or {}):
            return Resolved((found,))
        if group := self._read_group(plain, terms or {}):
            return group
        return self._split(plain, terms or {})

    def _find_placeholder(self, text: str) -> str:
        if whole := self._placeholders.find(text):
            return whole
        words = spread(_AMOUNT.sub(" ", text)).split()
        if PLACEBO not in words or _PARTS.search(text) or _EITHER.search(text):
            return ""
        return PLACEBO

    def _find_one(self, text: str, others: Iterable[str], terms: Mapping[str, str]) -> str:
        forms = list(dict.fromkeys(self._list_forms(text)))
        for form in forms:
            if found := self._find(form, terms):
                return found
        listed = [part for other in others for part in re.split("[,;]", other)]
        found_others = {thing.id for one in listed if (thing := self._names.find(one, "Drug"))}
        if len(found_others) == 1:
            return found_others.pop()
        return next(filter(None, (self._name(form) for form in forms)), "")

    def _list_forms(self, text: str) -> Iterable[str]:
        """Yield a name as it is, without what stands in brackets, without its dose and form, without its salt."""
        yield text
        bare = _PAREN.sub(" ", text)
        inside = [found.strip() for found in _PAREN.findall(text)]
        if not any(_PARTS.search(one) or "/" in one for one in inside):
            yield bare
            yield from inside
            dosed = _DANGLING.sub("", self._words.drop(_AMOUNT.sub(" ", _DETERMINED.sub(" ", bare))))
            yield dosed
            yield self._salts.drop(dosed)

    def _find(self, text: str, terms: Mapping[str, str]) -> str:
        thing: Thing | None = self._names.find(text, "Drug") if spread(text) else None
        if thing is not None:
            return thing.id
        return terms.get(spread(text), "")

    def _name(self, text: str) -> str:
        """Return the identifier of a drug that only a table of aliases knows."""
        found = "" if self._placeholders.find(text) else self._known.find(text)
        return f"named-{make_key(found)}" if found and make_key(found) else ""

    def label_named(self, identifier: str) -> str:
        """Return the name of a drug that only a table of aliases knows, or nothing."""
        name = identifier.removeprefix("named-")
        if name == identifier:
            return ""
        return next((label for label in self._known.meanings.values() if make_key(label) == name), "")

    def _read_group(self, text: str, terms: Mapping[str, str]) -> Resolved | None:
        """Return a class with examples: one word for many, and in brackets some of them."""
        found = _EXAMPLES.fullmatch(text)
        if found is None or not _CLASS_WORDS.search(found["head"]):
            return None
        parts = [part.strip() for part in found["examples"].split("/")]
        known = [(part, self._find_one(part, (), terms)) for part in parts]
        drugs = tuple(dict.fromkeys(drug for _, drug in known if drug))
        unknown = tuple(part for part, drug in known if not drug)
        return Resolved(drugs, group=found["head"].strip(), reason="class of drugs", unknown=unknown)

    def _split(self, text: str, terms: Mapping[str, str]) -> Resolved:
        """Return the drugs of a name that lists several, all of them or none of them for sure."""
        plain = _AMOUNT.sub(" ", _PAREN.sub(" ", text))
        parts = [part.strip() for part in _PARTS.split(plain) if spread(part)]
        slashed = [part.strip() for part in plain.split("/") if spread(part)]
        if _EITHER.search(plain) or (len(parts) > 1 and len(slashed) > 1):
            return Resolved(reason="alternatives", unknown=(text,))
        parts = slashed if len(parts) == 1 else parts
        if len(parts) <= 1:
            return Resolved(reason="unknown name", unknown=(text,))
        found = [(part, self._find_one(part, (), terms)) for part in parts]
        drugs = tuple(dict.fromkeys(drug for _, drug in found if drug))
        left = tuple(part for part, drug in found if not drug)
        if not left:
            return Resolved(drugs)
        holders = [part for part in left if self._placeholders.find(part)]
        reason = "placeholder beside drugs" if len(holders) == len(left) and drugs else "not every part is known"
        return Resolved(drugs, reason=reason, unknown=left)
