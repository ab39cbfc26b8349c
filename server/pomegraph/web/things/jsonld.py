"""Writes documents as JSON-LD that people can read: the words of the ontology as keys, by a context with an address."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode

from pomegraph.names import POM, RDF, RDFS, SKOS, XSD
from pomegraph.sparql.results import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Triple

    from pomegraph.web.questions.request import QuestionService

_OWL = "http://www.w3.org/2002/07/owl#"
_TERMS = f"""\
PREFIX owl: <{_OWL}>
SELECT ?term ?kind WHERE {{
  VALUES ?kind {{ owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }}
  ?term a ?kind . FILTER(STRSTARTS(STR(?term), "{POM}"))
}} ORDER BY ?term ?kind LIMIT 10000"""
_TYPE = RDF + "type"
# Words that stand for terms of other vocabularies, and whether the values are things.
_OTHERS = {
    "label": (RDFS + "label", False),
    "comment": (RDFS + "comment", False),
    "altLabel": (SKOS + "altLabel", False),
    **{name: (SKOS + name, True) for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")},
    "statementSubject": (RDF + "subject", True),
    "statementPredicate": (RDF + "predicate", True),
    "statementObject": (RDF + "object", False),
}
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")


@dataclass(frozen=True, slots=True)
class TermWords:
    """The words of a context.

    Args:
        words: The IRI that each stands for, and whether its values are things.
        prefixes: Namespaces by prefix.
        by_iri: The words by what they stand for.
    """

    words: Mapping[str, tuple[str, bool]]
    prefixes: Mapping[str, str]
    by_iri: Mapping[str, str] = field(default_factory=dict)

    def shorten(self, iri: str) -> str:
        """Return the word for a property or a class, or it with a prefix, or as it is."""
        if iri in self.by_iri:
            return self.by_iri[iri]
        for prefix, namespace in self.prefixes.items():
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri


def read_term_words(service: QuestionService) -> TermWords:
    """Return the words of the data that are served."""
    words = dict(_OTHERS)
    for term, kind in read_table(service.results.ask(_TERMS).body).rows:
        word = str(term).removeprefix(POM)
        if _PREFIX.fullmatch(word) and word not in _OTHERS:
            words[word] = str(term), str(kind) == f"{_OWL}ObjectProperty"
    known = service.engine.status.prefixes.items()
    prefixes = {prefix: namespace for prefix, namespace in known if _PREFIX.fullmatch(prefix) and prefix not in words}
    return TermWords(words, prefixes, {iri: word for word, (iri, _) in words.items()})


def build_context(vocabulary: TermWords) -> dict[str, Any]:
    """Return the context, for JSON-LD 1.1."""
    prefixes = {prefix: {"@id": space, "@prefix": True} for prefix, space in vocabulary.prefixes.items()}
    words = {
        word: {"@id": iri, "@type": "@id"} if is_thing else {"@id": iri}
        for word, (iri, is_thing) in vocabulary.words.items()
    }
    return {"@context": {"@version": 1.1, "id": "@id", "type": "@type", **prefixes, **words}}


def build_frame(context: str) -> dict[str, Any]:
    """Return a frame that makes a tree of each claim: its values by name, its reports, their passages and sources."""
    return {
        "@context": [context, {"reportedBy": {"@reverse": f"{POM}reports"}}],
        "type": "Claim",
        "@embed": "@always",
        "reportedBy": {"type": "Report", "passage": {"source": {"@embed": "@always"}}, "reports": {"@embed": "@never"}},
    }


def render_jsonld(triples: Iterable[Triple], vocabulary: TermWords, context: str) -> bytes:
    """Return triples as JSON-LD that names its context by an address; those of a subject stand together."""
    nodes: dict[str, dict[str, Any]] = {}
    for triple in triples:
        name = _name(triple.subject)
        node = nodes.setdefault(name, {"id": name})
        key, value = _write(triple, vocabulary)
        node.setdefault(key, []).append(value)
    graph = [{key: _unwrap(values) for key, values in node.items()} for node in nodes.values()]
    document = {"@context": context, "@graph": graph}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _write(triple: Triple, vocabulary: TermWords) -> tuple[str, Any]:
    """Return the key and the value of a triple."""
    predicate, value = triple.predicate.value, triple.object
    if predicate == _TYPE and isinstance(value, NamedNode):
        return "type", vocabulary.shorten(value.value)
    key = vocabulary.shorten(predicate)
    is_thing = vocabulary.words.get(key, ("", False))[1]
    if not isinstance(value, Literal):
        return key, _name(value) if is_thing else {"id": _name(value)}
    return key, _write_literal(value, vocabulary, is_plain=not is_thing)


def _write_literal(value: Literal, vocabulary: TermWords, *, is_plain: bool) -> Any:
    text, datatype = value.value, value.datatype.value
    if value.language:
        return {"@value": text, "@language": value.language}
    if datatype == f"{XSD}string":
        return text if is_plain else {"@value": text}
    if datatype == f"{XSD}boolean" and text in {"true", "false"} and is_plain:
        return text == "true"
    if datatype == f"{XSD}integer" and _INTEGER.fullmatch(text) and is_plain:
        return int(text)
    return {"@value": text, "@type": vocabulary.shorten(datatype)}


def _name(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term) if isinstance(term, BlankNode) else ""


def _unwrap(values: Any) -> Any:
    return values[0] if isinstance(values, list) and len(values) == 1 else values
