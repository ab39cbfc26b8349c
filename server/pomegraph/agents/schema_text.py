"""Writes the schema as a text that fits beside other things in the context of a language model."""

from __future__ import annotations

import re
from threading import Lock
from typing import TYPE_CHECKING, Any

from pomegraph.agents.schema_examples import choose_examples
from pomegraph.content.text import suggest
from pomegraph.errors import ValueUnknownError
from pomegraph.names import BASE, POM, RDFS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pomegraph.agents.desk import Desk
    from pomegraph.sparql.results import Table

_HEAD = f"PREFIX pom: <{POM}>\nPREFIX rdfs: <{RDFS}>\nPREFIX owl: <http://www.w3.org/2002/07/owl#>\n"
_KINDS = "SELECT ?class (COUNT(?thing) AS ?count) { ?thing a ?class } GROUP BY ?class ORDER BY DESC(?count) ?class"
_PAIRS = """\
SELECT ?class ?property (COUNT(DISTINCT ?thing) AS ?count) { ?thing a ?class ; ?property ?value }
GROUP BY ?class ?property ORDER BY ?class DESC(?count) ?property"""
_CLAIMS = _HEAD + "SELECT ?class { ?class rdfs:subClassOf pom:Claim } ORDER BY ?class"
_RANGES = (
    _HEAD
    + """\
SELECT ?property ?range ?scheme {
  ?property rdfs:range ?range . FILTER(STRSTARTS(STR(?property), STR(pom:)))
  OPTIONAL { ?property pom:conceptScheme ?scheme }
} ORDER BY ?property ?range ?scheme"""
)
_CONCEPTS = (
    _HEAD
    + """\
SELECT ?scheme ?concept (COUNT(?one) AS ?count) {
  ?concept pom:scheme ?scheme . OPTIONAL { ?one ?property ?concept . FILTER(?property != pom:hasTopConcept) }
} GROUP BY ?scheme ?concept ORDER BY ?scheme DESC(?count) ?concept"""
)
_MEASURES = (
    _HEAD
    + "SELECT ?measure (COUNT(?claim) AS ?count) { ?claim pom:measure ?measure } GROUP BY ?measure "
    + "ORDER BY DESC(?count) ?measure LIMIT 14"
)
_TERM = (
    _HEAD
    + """\
SELECT ?comment { VALUES ?term { %s } ?term rdfs:comment ?comment } ORDER BY ?comment"""
)
_LITERALS = {
    "integer": "integer",
    "decimal": "number",
    "string": "text",
    "boolean": "boolean",
    "date": "date",
    "gYear": "integer",
    "anyURI": "IRI",
    "Literal": "date or text",
}
# Told once for all claims, or of no use in a query.
_OF_ALL_CLAIMS = {"reportedIn", "negated", "topic", "listedIn", "besideIt"}
_UNSAID = {
    "textDigest",
    "wordedAs",
    "position",
    "derived",
    "isAbout",
    "scheme",
    "broader",
    "phrase",
    "sha256",
    "lineCount",
    "retrieved",
    "fileName",
    "hasSection",
    "explainedAs",
    "refersTo",
    "relatedTo",
    "allowedUnit",
    "register",
}
_GENERAL = {"Thing", "Claim", "Concept", "Scheme", "Topic", "Reference", "Target", "BiologicalProcess", "CellType"}
_UNTOLD_LISTS = {
    "characteristic",
    "qualifier",
    "kind",
    "role",
    "scope",
    "link",
    "reason",
    "instruction",
    "stop-rule",
    "requirement",
}
_MOST_VALUES, _LEAST_USED, _LEAST_PART, _MOST_PROPERTIES = 5, 25, 0.04, 16

_RULES = """\
- A *thing* (drug, disease, trial, regimen, measure, population ...) has one rdfs:label, other names as \
skos:altLabel, wider things as pom:broader, identifiers as skos:exactMatch. Its IRI is <kind/id>, as \
<drug/pomalidomide>. Labels are plain literals.
- A *claim* is one thing that sources say. Each has rdfs:label (a sentence), pom:negated (true if it is denied) \
and pom:reportedIn, which leads to a Passage: rdfs:label, pom:source (a Source), pom:firstLine, pom:heading. \
Select ?claim, so that its sources are told.
- Leave out what is denied: FILTER NOT EXISTS { ?claim pom:negated true }.
- OPTIONAL { } for each value that need not be there. A figure is pom:value with \
pom:unit, or pom:low and pom:high, or a pom:state why there is none (not reached).
- Follow what is wider: ?claim pom:measure/pom:broader* <measure/overall-survival>; the same for pom:disease, \
pom:population, pom:event. Drugs of a regimen: pom:regimen/pom:includes <drug/...>.
- Concepts of a list: <concept/id>, with rdfs:label. Below, `{source-kind}` is one of that list, {} one of \
the list called as the property.
- A Statement says one property of one thing: rdf:subject, rdf:predicate, rdf:object; the plain triple is there \
too (<drug/pomalidomide> pom:brandName ?name).
- A Verdict tells what primary sources make of a claim: pom:judges, pom:verdict {verdict}, pom:grounds (text), \
pom:primaryClaim. A Disagreement holds claims that differ: pom:claim, pom:onTopic, pom:differsBecause.
- Documents: pom:kind <concept/secondary-page> are the pages that are checked; others are primary evidence."""


class SchemaText:
    """The text, which is made once for each state of the data.

    Args:
        tell_version: Tells the state of the data.
    """

    def __init__(self, tell_version: Callable[[], str]) -> None:
        self._tell_version = tell_version
        self._kept: tuple[str, str] | None = None
        self._lock = Lock()

    def read(self, desk: Desk) -> str:
        """Return the text.

        Raises:
            PomegraphError: a query fails.
        """
        version = self._tell_version()
        with self._lock:
            kept = self._kept
        if kept is None or kept[0] != version:
            kept = version, write_schema(desk)
            with self._lock:
                self._kept = kept
        return kept[1]


def write_schema(desk: Desk) -> str:
    """Return classes with their properties, values, rules, and queries with answers, in Markdown.

    Raises:
        PomegraphError: a query fails.
    """
    base = desk.graph.base or BASE
    counts = {str(name): int(count) for name, count in desk.select(_KINDS).rows}
    claims = {str(name) for (name,) in desk.select(_CLAIMS).rows}
    properties, ranges = _gather_properties(desk.select(_PAIRS)), _name_ranges(desk.select(_RANGES))
    lines = {
        name: _write_class(
            name, count, _choose_properties(properties.get(name, {}), count if name in claims else 0), ranges
        )
        for name, count in counts.items()
        if _is_ours(name)
    }
    parts = [
        "# Pomegraph: the schema for SPARQL",
        f"An evidence graph for cancer drugs. All queries begin with:\n```\nBASE <{base}>\nPREFIX pom: <{POM}>\n"
        f"PREFIX rdfs: <{RDFS}>\nPREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n```",
        f"## Rules\n{_RULES}",
        "## Claims (how many: property Range)\n" + "\n".join(line for name, line in lines.items() if name in claims),
        "## Things and others\n" + "\n".join(line for name, line in lines.items() if name not in claims),
        "## Lists, the most used first\n" + "\n".join(_write_lists(desk)),
        "## Queries with the beginning of their answers\n" + "\n".join(choose_examples(desk)),
    ]
    return "\n\n".join(parts) + "\n"


def explain_term(desk: Desk, term: str) -> dict[str, Any]:
    """Return everything on a class, a property, or a list of values.

    Raises:
        ValueUnknownError: it is none.
        PomegraphError: a query fails.
    """
    wanted = term.strip().removeprefix("pom:").strip("{}")
    properties, ranges = _gather_properties(desk.select(_PAIRS)), _name_ranges(desk.select(_RANGES))
    lists = _gather_lists(desk)
    known = {_end(name): name for name in properties if name.startswith(POM)}
    folded = {name.casefold(): name for name in (*lists, *ranges, *known)}
    name = folded.get(wanted.casefold())
    if name is None:
        cure = suggest(wanted, folded.values(), otherwise="read the whole schema, without a term")
        raise ValueUnknownError("term", f"no class, property or list is called '{wanted[:100]}'", cure)
    told: dict[str, Any] = {"term": name}
    comments = [str(comment) for (comment,) in desk.select(_TERM % f"<{POM}{name}>").rows]
    if comments:
        told["means"] = comments[0]
    if name in known:
        mine = properties[known[name]]
        told["properties"] = {one: f"{ranges.get(one, '')} ({count})".strip() for one, count in mine.items()}
    if name in ranges:
        told["range"] = ranges[name]
        told["used_on"] = [_end(one) for one, mine in properties.items() if name in mine and _end(one) not in _GENERAL]
    scheme = ranges.get(name, "").strip("{}") if name not in lists else name
    if scheme in lists:
        told["values"] = list(lists[scheme])
    return told


def _is_ours(name: str) -> bool:
    return name.startswith(POM) and _end(name) not in _GENERAL


def _end(name: str) -> str:
    return re.split(r"[#/]", name)[-1]


def _gather_properties(pairs: Table) -> dict[str, dict[str, int]]:
    """Return for each class how many things have each property of ours, by its local name."""
    found: dict[str, dict[str, int]] = {}
    for class_, property_, count in pairs.rows:
        if str(property_).startswith(POM):
            found.setdefault(str(class_), {})[_end(str(property_))] = int(count)
    return found


def _name_ranges(rows: Table) -> dict[str, str]:
    """Return what each property leads to: a class, a list of values in braces, or a kind of literal."""
    found: dict[str, str] = {}
    for property_, range_, scheme in rows.rows:
        name, end = _end(str(property_)), _end(str(range_))
        told = "{" + str(scheme) + "}" if scheme is not None else _LITERALS.get(end, end)
        found[name] = told if name not in found or found[name] == told else f"{found[name]}|{told}"
    return found


def _choose_properties(used: Mapping[str, int], claims: int) -> list[str]:
    """Return the properties that are worth telling: of a kind of claim those that are not rare."""
    unsaid = _UNSAID | _OF_ALL_CLAIMS
    least = max(2, _LEAST_PART * claims) if claims else 1
    return [one for one, count in used.items() if count >= least and one not in unsaid][:_MOST_PROPERTIES]


def _write_class(name: str, count: int, properties: Iterable[str], ranges: Mapping[str, str]) -> str:
    written = ", ".join(_write_property(one, ranges.get(one, "")) for one in properties)
    return f"{_end(name)} ({count}): {written}".rstrip(": ")


def _write_property(name: str, range_: str) -> str:
    """Return a property with its range, which is not told twice where it is called the same."""
    plain = range_.strip("{}").replace("-", "")
    if plain.casefold() == name.casefold():
        return f"{name} {range_}" if not range_.startswith("{") else f"{name} {{}}"
    return f"{name} {range_}".strip()


def _gather_lists(desk: Desk) -> dict[str, dict[str, int]]:
    """Return the values of each list, the most used first, and how often each is used."""
    lists: dict[str, dict[str, int]] = {}
    for scheme, concept, count in desk.select(_CONCEPTS).rows:
        lists.setdefault(_end(str(scheme)), {})[_end(str(concept))] = int(count)
    return lists


def _write_lists(desk: Desk) -> Iterable[str]:
    """Yield the measures, then the values of each list that is used often."""
    measures = [_end(str(name)) for name, _ in desk.select(_MEASURES).rows]
    if measures:
        yield f"<measure/...>: {', '.join(measures)} ..."
    for name, values in _gather_lists(desk).items():
        if sum(values.values()) >= _LEAST_USED and name not in _UNTOLD_LISTS:
            more = " ..." if len(values) > _MOST_VALUES else ""
            yield f"{name}: {', '.join(list(values)[:_MOST_VALUES])}{more}"
