"""The pages of what drugs act on: diseases, targets, adverse events."""

from __future__ import annotations

from pomegraph.web.things.kinds.shared import DISAGREEMENTS
from pomegraph.web.things.sections import ANY, THIS, Composition, Section, figure, text

DISEASE_PAGE = Composition(
    "disease",
    facts=("broader",),
    sections=(
        Section(
            "What is used for it",
            (
                text("given", kind="drug"),
                text("disease", kind="disease"),
                text("state", "status"),
                text("people", "population"),
                text("approval"),
            ),
            question="indications",
            given=(("drug", ANY), ("treated", THIS)),
            is_ranked=True,
        ),
        Section(
            "Paths of drugs to it",
            (text("drug", kind="drug"), text("path", "named")),
            query="""SELECT DISTINCT ?drug ?named WHERE {
  ?whole pom:disease <this> ; a pom:MechanismPath ; pom:drug/rdfs:label ?drug ; rdfs:label ?named
} ORDER BY ?drug ?named""",
            most=12,
            is_told=False,
        ),
        DISAGREEMENTS,
    ),
)
TARGET_PAGE = Composition(
    "target",
    facts=("actsOn", "leadsTo"),
    sections=(
        Section(
            "What acts on it",
            (text("agent"), text("action"), text("through"), text("what is said", "says")),
            query="""SELECT DISTINCT ?agent ?action ?through ?says ?claim WHERE {
  ?claim pom:target <this> ; a pom:Mechanism ; pom:agent/rdfs:label ?agent ; pom:action/rdfs:label ?action ;
    rdfs:label ?says
  OPTIONAL { ?claim pom:via/rdfs:label ?through }
} ORDER BY ?agent ?action ?through ?says ?claim""",
            most=12,
            is_ranked=True,
        ),
        Section(
            "What follows, step by step",
            (text("from", "start", "target"), text("by", "agent"), text("step"), text("to", "end", "target")),
            question="path-from-target",
            given=(("target", THIS),),
            most=12,
        ),
        DISAGREEMENTS,
    ),
)
EVENT_PAGE = Composition(
    "adverse event",
    facts=("broader", "organSystem"),
    sections=(
        Section(
            "Which drugs have it, and how often",
            (text("drug", kind="drug"), text("frequency"), text("seriousness"), text("risk")),
            query="""SELECT DISTINCT ?drug ?frequency ?seriousness ?risk ?claim WHERE {
  ?claim pom:event <this> ; a pom:AdverseReaction ; pom:drug/rdfs:label ?drug .
  FILTER NOT EXISTS { ?claim pom:negated true }
  OPTIONAL { ?claim pom:frequency/rdfs:label ?frequency }
  OPTIONAL { ?claim pom:seriousness/rdfs:label ?seriousness }
  OPTIONAL { ?claim pom:riskChange/rdfs:label ?risk }
} ORDER BY ?drug ?frequency ?seriousness ?risk ?claim""",
            most=12,
            is_ranked=True,
        ),
        Section(
            "How often in trials",
            (
                text("trial", kind="trial"),
                text("treatment", kind="regimen"),
                text("people", "population"),
                figure("result", "value", "low", "high", "unit", form="bar"),
            ),
            query="""SELECT DISTINCT ?measure ?trial ?treatment ?population ?value ?low ?high ?unit ?claim WHERE {
  ?claim pom:event <this> ; a pom:Outcome ; pom:measure/rdfs:label ?measure
  OPTIONAL { ?claim pom:trial/rdfs:label ?trial }
  OPTIONAL { ?claim pom:regimen/rdfs:label ?treatment }
  OPTIONAL { ?claim pom:population/rdfs:label ?population }
  OPTIONAL { ?claim pom:value ?value } OPTIONAL { ?claim pom:low ?low } OPTIONAL { ?claim pom:high ?high }
  OPTIONAL { ?claim pom:unit/rdfs:label ?unit }
} ORDER BY ?measure ?trial ?treatment ?population DESC(?value) ?low ?high ?unit ?claim""",
            grouped=("measure",),
            most=16,
        ),
        DISAGREEMENTS,
    ),
)
