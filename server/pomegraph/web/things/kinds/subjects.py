"""The pages of what drugs act on: diseases, targets, adverse events."""

from __future__ import annotations

from pomegraph.web.things.kinds.shared import DISAGREEMENTS
from pomegraph.web.things.sections import ANY, THIS, Composition, PagePart, PageSection, figure, plain

DISEASE_PAGE = Composition(
    "disease",
    facts=("broader",),
    told=frozenset(["Indication"]),
    sections=(
        PageSection(
            "What is used for it",
            (
                plain("given", kind="drug regimen"),
                plain("disease", kind="disease"),
                plain("state", "status"),
                plain("approval"),
            ),
            question="indications",
            given=(("drug", ANY), ("disease", THIS)),
            short="Uses",
            gathered=("status", "approval"),
            most=10,
            is_ranked=True,
        ),
        PageSection(
            "Paths of drugs to it",
            (plain("drug", kind="drug"), PagePart("the path", ("path",), "link")),
            query="""SELECT DISTINCT ?drug ?path WHERE {
  ?path pom:disease <this> ; a pom:MechanismPath ; pom:drug/rdfs:label ?drug
} ORDER BY LCASE(?drug) ?path""",
            short="Paths",
            most=8,
            is_told=False,
        ),
        DISAGREEMENTS,
    ),
)
TARGET_PAGE = Composition(
    "target",
    facts=("actsOn", "leadsTo"),
    told=frozenset(["Mechanism"]),
    sections=(
        PageSection(
            "What acts on it or through it",
            (plain("agent"), plain("action"), plain("on"), plain("through"), plain("what is said", "says")),
            query="""SELECT DISTINCT ?agent ?action ?on ?through ?says ?claim WHERE {
  ?claim pom:target|pom:via <this> ; a pom:Mechanism ; pom:agent/rdfs:label ?agent ; pom:action/rdfs:label ?action ;
    rdfs:label ?says
  OPTIONAL { ?claim pom:target/rdfs:label ?on }
  OPTIONAL { ?claim pom:via/rdfs:label ?through }
} ORDER BY ?agent ?action ?on ?through ?says ?claim""",
            short="Mechanism",
            most=12,
            is_ranked=True,
        ),
        PageSection(
            "What follows, step by step",
            (plain("from", "start", "target"), plain("by", "agent"), plain("step"), plain("to", "end", "target")),
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
    told=frozenset(["AdverseReaction", "Outcome"]),
    sections=(
        PageSection(
            "Which drugs have it, and how often",
            (
                plain("drug", kind="drug"),
                plain("frequency"),
                plain("seriousness"),
                plain("risk"),
                plain("denied"),
            ),
            query="""SELECT DISTINCT ?drug ?frequency ?seriousness ?risk ?denied ?claim WHERE {
  ?claim pom:event <this> ; a pom:AdverseReaction ; pom:drug/rdfs:label ?drug
  OPTIONAL { ?claim pom:negated ?denied . FILTER(?denied) }
  OPTIONAL { ?claim pom:frequency/rdfs:label ?frequency }
  OPTIONAL { ?claim pom:seriousness/rdfs:label ?seriousness }
  OPTIONAL { ?claim pom:riskChange/rdfs:label ?risk }
} ORDER BY ?drug ?frequency ?seriousness ?risk ?denied ?claim""",
            short="Drugs",
            gathered=("frequency", "seriousness", "risk"),
            most=12,
            is_ranked=True,
        ),
        PageSection(
            "How often in trials",
            (
                plain("trial", kind="trial"),
                plain("treatment", kind="regimen"),
                plain("people", "population"),
                figure("result", "value", "low", "high", "unit", form="bar"),
            ),
            query="""SELECT DISTINCT ?measure ?trial ?treatment ?population ?value ?low ?high ?unit ?claim WHERE {
  ?claim pom:event <this> ; a pom:Outcome ; pom:measure/rdfs:label ?measure
  OPTIONAL { ?claim pom:trial/rdfs:label ?trial }
  OPTIONAL { ?claim pom:regimen/rdfs:label ?treatment }
  OPTIONAL { ?claim pom:population/rdfs:label ?population }
  OPTIONAL { ?claim pom:value ?value } OPTIONAL { ?claim pom:low ?low } OPTIONAL { ?claim pom:high ?high }
  OPTIONAL { ?claim pom:unit/rdfs:label ?unit }
} ORDER BY ?measure (!BOUND(?trial)) ?trial (!BOUND(?treatment)) ?treatment ?population DESC(?value) ?low ?high
  ?unit ?claim""",
            short="In trials",
            grouped=("measure",),
            most=12,
        ),
        DISAGREEMENTS,
    ),
)
