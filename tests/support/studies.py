"""Made-up studies of the shape that the API of ClinicalTrials.gov has, and what becomes of them."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

from pomegraph.content.folder import Content
from pomegraph.content.mappings import read_mappings
from pomegraph.content.ontology import read_vocabulary
from pomegraph.content.registers import read_registry
from pomegraph.records.clinicaltrials.importer import convert_study
from pomegraph.records.clinicaltrials.tables import read_tables
from pomegraph.records.context import Context, Edition
from pomegraph.records.names import NameFinder
from support.places import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pomegraph.content.claims import Claim
    from pomegraph.errors import Problem
    from pomegraph.records.clinicaltrials.tables import Tables
    from pomegraph.records.converted import Converted

NUMBER = "NCT99000001"


@cache
def read_context() -> Context:
    """Return the context of the real content, without layers."""
    content = Content(ROOT)
    problems: list[Problem] = []
    registry = read_registry(content, read_vocabulary(content), problems)
    mappings = read_mappings(content.mappings, "mappings", registry, problems)
    assert not problems
    return Context(registry, NameFinder(registry, mappings), content.aliases, Edition(retrieved="2026-11-26"))


@cache
def tables() -> Tables:
    """Return the tables of the real content."""
    return read_tables(read_context())


def make_study(number: str = NUMBER, results: dict[str, Any] | None = None, **modules: Any) -> dict[str, Any]:
    """Return a study with some modules of its protocol, named without `Module`, and its results."""
    protocol = {f"{name.removesuffix('Module')}Module": value for name, value in modules.items()}
    protocol["identificationModule"] = {"nctId": number} | protocol.get("identificationModule", {})
    return {"protocolSection": protocol} | ({"resultsSection": results} if results else {})


def make_arms(*arms: tuple[str, str, list[str]]) -> dict[str, Any]:
    """Return arms by label, type and names of interventions, and these interventions, which are drugs."""
    names = dict.fromkeys(name for _, _, given in arms for name in given)
    return {
        "armGroups": [
            {"label": label, "type": kind, "interventionNames": [f"Drug: {name}" for name in given]}
            for label, kind, given in arms
        ],
        "interventions": [{"type": "DRUG", "name": name} for name in names],
    }


def make_outcome(title: str, groups: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return an outcome measure with one figure a group, by the title of the group; None for a group without one.

    A figure is a value, or an object of the registry's fields.
    """
    fields = {"paramType": "NUMBER", "unitOfMeasure": "percentage of participants", "timeFrame": "1 year"} | more
    people = fields.pop("people", {})
    measurements = []
    for number, figure in enumerate(groups.values()):
        told = {"value": figure} if isinstance(figure, str) else figure
        measurements += [{"groupId": f"OG{number:03}"} | told] if told is not None else []
    counts = [{"groupId": f"OG{number:03}", "value": people.get(group, "100")} for number, group in enumerate(groups)]
    classes = [{"categories": [{"measurements": measurements}]}] if measurements else []
    return {
        "type": "PRIMARY",
        "title": title,
        "groups": [{"id": f"OG{number:03}", "title": group} for number, group in enumerate(groups)],
        "denoms": [{"units": "Participants", "counts": counts}],
        "classes": classes,
    } | fields


def make_results(*outcomes: dict[str, Any], **modules: Any) -> dict[str, Any]:
    """Return the results of a study."""
    return {"outcomeMeasuresModule": {"outcomeMeasures": list(outcomes)}} | modules


def convert(study: dict[str, Any], *, events: bool = False) -> Converted:
    """Return what a study says, by the tables of the real content."""
    return partial(convert_study, tables(), events=events)(study)


def list_claims(converted: Converted, kind: str = "", predicate: str = "") -> list[Claim]:
    """Return the claims of a kind, or of a property that statements state, in the order of the record."""
    claims: Iterable[Claim] = (claim for passage in converted.source.passages for claim in passage.claims)
    return [one for one in claims if kind in {"", one.kind} and predicate in {"", one.predicate}]


def tell(claim: Claim, *names: str) -> tuple[str, ...]:
    """Return some values of a claim; empty for those that it does not have."""
    return tuple(next(iter(claim.get(name)), "") for name in names)


def list_reasons(converted: Converted, kind: str) -> list[tuple[str, str]]:
    """Return what was left open of a kind, with the reasons."""
    return [(one.text, one.reason) for one in converted.unresolved if one.kind == kind]
