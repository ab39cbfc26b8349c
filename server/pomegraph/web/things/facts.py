"""Gathers what the graph says of a thing outright: names, identifiers elsewhere, properties, what belongs to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pomegraph.charts.words import spell_out
from pomegraph.names import POM, RDF, RDFS, SKOS, shorten
from pomegraph.sparql.results import read_table
from pomegraph.sparql.terms import Iri
from pomegraph.web.terms import LONGEST, locate_thing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pomegraph.web.questions.labels import Labels
    from pomegraph.web.questions.request import QuestionService
    from pomegraph.web.terms import Shown
    from pomegraph.web.things.sections import Composition

MOST_FACTS = 400
_MOST_VALUES, _MOST_NAMES, _MOST_IDENTIFIERS = 6, 12, 12
# Very long values are cut before they get here: a page shows their beginning.
_SAYS = f"""\
SELECT ?property ?value WHERE {{
  <%s> ?property ?whole
  BIND(IF(isLiteral(?whole) && STRLEN(STR(?whole)) > {LONGEST}, SUBSTR(STR(?whole), 1, {LONGEST}), ?whole) AS ?value)
}} ORDER BY ?property ?value LIMIT %d"""
_STATEMENTS = f"""\
SELECT ?property ?value ?claim ?role WHERE {{
  ?claim <{RDF}subject> <%s> ; <{RDF}predicate> ?property ; <{RDF}object> ?value
  OPTIONAL {{ ?claim <{POM}role> ?part OPTIONAL {{ ?part <{RDFS}label> ?role }} }}
}} ORDER BY ?property ?value ?claim ?role LIMIT %d"""
_LEADS = f"""\
SELECT DISTINCT ?property ?subject WHERE {{
  ?subject ?property <%s> FILTER EXISTS {{ ?subject a <{POM}Thing> }}
}} ORDER BY ?property ?subject LIMIT %d"""
# Fewer others are no trouble to a reader.
_FOLDED = 3
_SHORT = re.compile(r"\w+:\w+")
_LABEL, _OTHER = f"{RDFS}label", f"{SKOS}altLabel"
_MATCHES = [f"{SKOS}{name}Match" for name in ("exact", "close", "broad", "narrow", "related")]
# What a page tells elsewhere, or what tells people nothing.
_HIDDEN = {_LABEL, _OTHER, f"{RDF}type", f"{SKOS}inScheme", f"{SKOS}broader", f"{POM}scheme", f"{POM}listedIn"}
_HIDDEN_LEADS = {f"{SKOS}broader", "http://purl.org/vocab/vann/example"}


@dataclass(frozen=True, slots=True)
class FactValue:
    """A value of a property: its term, the address of who says so, what speaks against it, and what the value is to it.

    All but the term are empty where there is nothing to tell.
    """

    term: Shown
    told: str = ""
    verdict: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A property with the values that are shown, and how many there are besides."""

    property: Shown
    values: tuple[FactValue, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier elsewhere: who gives it, the identifier, its address."""

    name: str
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class Sayings:
    """What the graph says of a thing, by property, and what belongs to it, by how it does.

    Args:
        says: Values by property.
        leads: Other things by the property by which they lead to this one.
        claims: The claims that say so, by property and value.
        roles: What a value is to the thing, by property and value.
    """

    says: Mapping[str, tuple[Any, ...]]
    leads: Mapping[str, tuple[Any, ...]]
    claims: Mapping[tuple[str, str], str]
    roles: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def list_iris(self) -> set[str]:
        """Return every IRI among them that a page may show."""
        pairs = [*self.says.items(), *self.leads.items()]
        values = {cell.value for _, cells in pairs for cell in cells[: _MOST_VALUES + 1] if isinstance(cell, Iri)}
        return values | {name for name, _ in pairs} | set(self.claims.values())

    def list_names(self) -> tuple[list[str], int]:
        """Return other names of the thing, and how many there are besides."""
        names = [str(name) for name in self.says.get(_OTHER, ())]
        return names[:_MOST_NAMES], max(0, len(names) - _MOST_NAMES)

    def list_identifiers(self, prefixes: Mapping[str, str]) -> list[Identifier]:
        """Return identifiers of the thing elsewhere, the exact ones first."""
        pairs = [(match, value) for match in _MATCHES for value in self.says.get(match, ())]
        return [
            _show_identifier(match, value.value, prefixes)
            for match, value in pairs[:_MOST_IDENTIFIERS]
            if isinstance(value, Iri)
        ]

    def list_facts(self, composition: Composition, labels: Labels) -> tuple[list[Fact], list[Fact]]:
        """Return the properties that a page shows: those that its kind names, and others if these are not few."""
        hidden = {POM + name for name in composition.hidden} | _HIDDEN | set(_MATCHES)
        places = {name: place for place, name in enumerate(composition.facts)}
        shown = [name for name in self.says if name not in hidden]
        shown.sort(key=lambda name: places.get(_cut(name), len(places)))
        facts = [self._show_fact(name, self.says[name], labels) for name in shown]
        named = sum(_cut(name) in places for name in shown)
        return (facts, []) if not named or len(facts) - named < _FOLDED else (facts[:named], facts[named:])

    def list_leads(self, labels: Labels) -> list[Fact]:
        """Return what belongs to the thing, by how it does."""
        return [self._show_fact(name, cells, labels) for name, cells in self.leads.items() if name not in _HIDDEN_LEADS]

    def _show_fact(self, name: str, cells: tuple[Any, ...], labels: Labels) -> Fact:
        values = tuple(self._show_value(name, cell, labels) for cell in cells[:_MOST_VALUES])
        shown = labels.show_iri(name)
        # Terms of others have only a short name in the graph.
        words = spell_out(shown.text.rpartition(":")[2]) if _SHORT.fullmatch(shown.text) else shown.text
        return Fact(replace(shown, text=words), values, len(cells) - len(values))

    def _show_value(self, name: str, cell: Any, labels: Labels) -> FactValue:
        claim = self.claims.get((name, str(cell)), "")
        cautions = labels.background.cautions.get(claim, ())
        link = locate_thing(claim, labels.base) if claim else ""
        verdict, note = cautions[0].verdict if cautions else "", self.roles.get((name, str(cell)), "")
        return FactValue(labels.show(cell, ""), link, verdict, note)


def read_sayings(service: QuestionService, iri: str) -> Sayings:
    """Return what the graph says of a thing, as far as a page shows it.

    Raises:
        PomegraphError: the engine has no answer.
    """
    says, leads, statements = (
        read_table(service.results.ask(query % (iri, MOST_FACTS)).body).rows for query in (_SAYS, _LEADS, _STATEMENTS)
    )
    claims = {(str(name), str(value)): str(claim) for name, value, claim, _ in statements}
    roles = {(str(name), str(value)): str(role) for name, value, _, role in statements if role is not None}
    return Sayings(_group(says), _group(leads), claims, roles)


def _show_identifier(match: str, iri: str, prefixes: Mapping[str, str]) -> Identifier:
    name, sign, text = shorten(iri, prefixes).partition(":")
    name, text = (name, text) if sign and not text.startswith("//") else ("elsewhere", iri)
    name = name if match == _MATCHES[0] else f"{name} ({match.removeprefix(SKOS).removesuffix('Match')})"
    return Identifier(name, text, iri if iri.startswith(("https://", "http://")) else "")


def _group(rows: Iterable[tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = {}
    for name, value in rows:
        found.setdefault(str(name), []).append(value)
    return {name: tuple(values) for name, values in found.items()}


def _cut(name: str) -> str:
    return name.rpartition("#")[2].rpartition("/")[2]
