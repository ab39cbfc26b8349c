"""The page of a drug."""

from __future__ import annotations

from pomegraph.web.things.kinds.shared import COMMONEST, DISAGREEMENTS, SAYS
from pomegraph.web.things.sections import THIS, Composition, Section, figure, interval, text

_DRUG = (("drug", THIS),)
# The sections tell these, with who says so.
_HIDDEN = (
    "hasAdverseReaction interactsWith interactsWithExample contraindicatedIn monitoredBy actsOn alternateName "
    "relatedTo worksThrough"
)
_MECHANISMS = Section(
    "What it does",
    SAYS,
    query="""SELECT ?says ?claim (COUNT(DISTINCT ?report) AS ?reports) WHERE {
  ?claim pom:agent <this> ; a pom:Mechanism ; rdfs:label ?says . ?report pom:reports ?claim
} GROUP BY ?says ?claim ORDER BY DESC(?reports) ?says ?claim""",
)
_PATH = Section(
    "Its path to a disease",
    (text("from", kind="target"), text("action"), text("to", kind="target")),
    question="mechanism-path",
    given=(("drug", THIS), ("disease", "?path a pom:MechanismPath ; pom:drug <this> ; pom:disease ?found } LIMIT 1")),
    grouped=("path",),
    note="As a database draws it, step by step.",
    is_told=False,
)
DRUG_PAGE = Composition(
    "drug",
    facts=("inClass", "generation", "brandName", "genericName", "firstApprovalYear", "marketedBy", "indicatedFor"),
    hidden=frozenset(_HIDDEN.split()),
    has_claims=False,
    sections=(
        Section(
            "What it is for",
            (
                text("given", kind="drug"),
                text("disease", kind="disease"),
                text("state", "status"),
                text("people", "population"),
                text("after", "therapies"),
                text("approval"),
            ),
            question="indications",
            given=_DRUG,
            is_ranked=True,
        ),
        Section(
            "Status by authority and date",
            (
                text("disease", kind="disease"),
                text("status"),
                text("authority", kind="organisation"),
                text("where"),
                text("document of", "date"),
            ),
            query="""SELECT DISTINCT ?disease ?status ?authority ?where ?date ?source ?claim WHERE {
  ?claim pom:drug|(pom:regimen/pom:includes) <this> ; a pom:Indication ; pom:approvalStatus/rdfs:label ?status ;
    pom:disease/rdfs:label ?disease ; pom:reportedIn/pom:source ?source
  OPTIONAL { ?claim pom:authority/rdfs:label ?authority }
  OPTIONAL { ?source pom:jurisdiction/rdfs:label ?where }
  OPTIONAL { ?source dcterms:date ?date }
} ORDER BY ?disease ?where ?authority DESC(?date) ?status ?source ?claim""",
        ),
        Section(
            "Doses",
            (
                text("disease", kind="disease"),
                text("people", "population"),
                figure("dose", "amount", "", "", "unit"),
                text("frequency"),
                text("days"),
                text("cycle"),
                text("with", "partner", "drug"),
                text("regimen", kind="regimen"),
            ),
            question="full-dose",
            given=_DRUG,
            is_ranked=True,
        ),
        _MECHANISMS,
        Section(
            "What it binds and degrades",
            (text("happens"), text("protein", kind="target"), text("also called", "otherName"), text("through")),
            question="binding-and-degradation",
            given=_DRUG,
            is_ranked=True,
        ),
        _PATH,
        Section(
            "Results by regimen",
            (
                text("regimen", kind="regimen"),
                figure("result", "value", "low", "high", "unit", "state", form="bar"),
                interval(),
                text("people", "population"),
                text("trial", kind="trial"),
            ),
            question="regimen-ranking",
            given=(
                ("drug", THIS),
                ("measure", f"?claim pom:regimen/pom:includes <this> ; a pom:Outcome . {COMMONEST}"),
            ),
            note="Figures of different trials cannot be compared as if they came from one.",
        ),
        Section(
            "Arm against arm",
            (
                text("regimen", kind="regimen"),
                text("against", "comparator"),
                text("measure", kind="measure"),
                figure("hazard ratio", "hazardRatio", "", "", "", "state"),
                interval(),
                text("people", "population"),
                text("trial", kind="trial"),
            ),
            question="hazard-ratios",
            given=_DRUG,
            is_ranked=True,
        ),
        Section(
            "Trials",
            (text("trial", kind="trial"), text("phase"), text("people", "enrolment"), text("regimens")),
            query="""
SELECT ?trial ?phase ?enrolment (GROUP_CONCAT(DISTINCT ?regimen; SEPARATOR=", ") AS ?regimens) WHERE {
  { SELECT DISTINCT ?trial ?phase ?enrolment ?regimen WHERE {
    ?one a pom:Trial ; rdfs:label ?trial ; pom:studies ?what . ?what pom:includes <this> ; rdfs:label ?regimen
    OPTIONAL { ?one pom:phase ?phase } OPTIONAL { ?one pom:enrolment ?enrolment }
  } ORDER BY ?trial ?phase ?enrolment ?regimen }
} GROUP BY ?trial ?phase ?enrolment ORDER BY DESC(?enrolment) ?trial ?phase""",
            most=10,
            is_told=False,
        ),
        Section(
            "Adverse reactions by document",
            (text("document", "source"), text("frequency"), text("events")),
            question="adverse-events-by-source",
            given=_DRUG,
            most=10,
            note="How many each document names, by how often they occur.",
            is_told=False,
        ),
        Section(
            "Adverse reactions that most documents name",
            (text("event", kind="adverse-event"), text("frequency"), text("seriousness"), text("grade")),
            question="adverse-events",
            given=_DRUG,
            most=10,
            is_ranked=True,
        ),
        Section(
            "Interactions",
            (
                text("with", "interactor", "drug"),
                text("effect"),
                text("on", "affected", "drug"),
                text("what to do", "management"),
            ),
            question="interactions",
            given=_DRUG,
            is_ranked=True,
        ),
        Section(
            "Who must not take it",
            (text("condition"), text("reason")),
            question="contraindications",
            given=_DRUG,
            is_ranked=True,
        ),
        Section(
            "Monitoring",
            (
                text("test", kind="laboratory-test"),
                text("interval"),
                text("weeks"),
                text("afterwards"),
                text("timing"),
                text("with", "partner", "drug"),
            ),
            question="laboratory-monitoring",
            given=_DRUG,
            is_ranked=True,
        ),
        Section(
            "In the body",
            (
                text("measure", kind="measure"),
                text("by", "pathway"),
                figure("figure", "value", "low", "high", "unit", "qualifier"),
                text("people", "population"),
            ),
            question="pharmacokinetic-figures",
            given=_DRUG,
            is_ranked=True,
        ),
        DISAGREEMENTS,
    ),
)
