"""The page of a drug."""

from __future__ import annotations

from pomegraph.web.things.kinds.shared import COMMONEST, DISAGREEMENTS, SAYS
from pomegraph.web.things.sections import THIS, Composition, PageSection, figure, interval, plain

_DRUG = (("drug", THIS),)
# The sections tell these, with who says so.
_HIDDEN = (
    "hasAdverseReaction interactsWith interactsWithExample contraindicatedIn monitoredBy actsOn alternateName "
    "relatedTo worksThrough"
)
_MECHANISMS = PageSection(
    "What it does",
    SAYS,
    query="""SELECT ?says ?claim (COUNT(DISTINCT ?report) AS ?reports) WHERE {
  ?claim pom:agent <this> ; a pom:Mechanism ; rdfs:label ?says . ?report pom:reports ?claim
} GROUP BY ?says ?claim ORDER BY DESC(?reports) ?says ?claim""",
)
_PATH = PageSection(
    "Its path to a disease",
    (plain("from", kind="target"), plain("action"), plain("to", kind="target")),
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
        PageSection(
            "What it is for",
            (
                plain("given", kind="drug"),
                plain("disease", kind="disease"),
                plain("state", "status"),
                plain("after", "therapies"),
                plain("approval"),
            ),
            question="indications",
            given=_DRUG,
            is_ranked=True,
        ),
        PageSection(
            "Status by authority and date",
            (
                plain("disease", kind="disease"),
                plain("status"),
                plain("authority", kind="organisation"),
                plain("where"),
                plain("document of", "date"),
            ),
            query="""SELECT DISTINCT ?disease ?status ?authority ?where ?date ?source ?claim WHERE {
  ?claim pom:drug|(pom:regimen/pom:includes) <this> ; a pom:Indication ; pom:approvalStatus/rdfs:label ?status ;
    pom:disease/rdfs:label ?disease ; pom:reportedIn/pom:source ?source
  OPTIONAL { ?claim pom:authority/rdfs:label ?authority }
  OPTIONAL { ?source pom:jurisdiction/rdfs:label ?where }
  OPTIONAL { ?source dcterms:date ?date }
} ORDER BY ?disease ?where ?authority DESC(?date) ?status ?source ?claim""",
        ),
        PageSection(
            "Doses",
            (
                plain("disease", kind="disease"),
                figure("dose", "amount", "", "", "unit"),
                plain("people", "population"),
                plain("frequency"),
                plain("days"),
                plain("cycle"),
                plain("with", "partner", "drug"),
                plain("regimen", kind="regimen"),
            ),
            question="full-dose",
            given=_DRUG,
            is_ranked=True,
        ),
        _MECHANISMS,
        PageSection(
            "What it binds and degrades",
            (plain("happens"), plain("protein", kind="target"), plain("also called", "otherName"), plain("through")),
            question="binding-and-degradation",
            given=_DRUG,
            is_ranked=True,
        ),
        _PATH,
        PageSection(
            "Results by regimen",
            (
                plain("regimen", kind="regimen"),
                figure("result", "value", "low", "high", "unit", "state", form="bar"),
                interval(),
                plain("people", "population"),
                plain("trial", kind="trial"),
            ),
            question="regimen-ranking",
            given=(
                ("drug", THIS),
                ("measure", f"?claim pom:regimen/pom:includes <this> ; a pom:Outcome . {COMMONEST}"),
            ),
            note="Figures of different trials cannot be compared as if they came from one.",
        ),
        PageSection(
            "Arm against arm",
            (
                plain("regimen", kind="regimen"),
                plain("against", "comparator"),
                plain("measure", kind="measure"),
                figure("hazard ratio", "hazardRatio", "", "", "", "state"),
                interval(),
                plain("people", "population"),
                plain("trial", kind="trial"),
            ),
            question="hazard-ratios",
            given=_DRUG,
            is_ranked=True,
        ),
        PageSection(
            "Trials",
            (plain("trial", kind="trial"), plain("phase"), plain("people", "enrolment"), plain("regimens")),
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
        PageSection(
            "Adverse reactions by document",
            (plain("document", "source"), plain("frequency"), plain("events")),
            question="adverse-events-by-source",
            given=_DRUG,
            most=10,
            note="How many each document names, by how often they occur.",
            is_told=False,
        ),
        PageSection(
            "Adverse reactions that most documents name",
            (plain("event", kind="adverse-event"), plain("frequency"), plain("seriousness"), plain("grade")),
            question="adverse-events",
            given=_DRUG,
            most=10,
            is_ranked=True,
        ),
        PageSection(
            "Interactions",
            (
                plain("with", "interactor", "drug"),
                plain("effect"),
                plain("on", "affected", "drug"),
                plain("what to do", "management"),
            ),
            question="interactions",
            given=_DRUG,
            is_ranked=True,
        ),
        PageSection(
            "Who must not take it",
            (plain("condition"), plain("reason")),
            question="contraindications",
            given=_DRUG,
            is_ranked=True,
        ),
        PageSection(
            "Monitoring",
            (
                plain("test", kind="laboratory-test"),
                plain("interval"),
                plain("weeks"),
                plain("afterwards"),
                plain("timing"),
                plain("with", "partner", "drug"),
            ),
            question="laboratory-monitoring",
            given=_DRUG,
            is_ranked=True,
        ),
        PageSection(
            "In the body",
            (
                plain("measure", kind="measure"),
                plain("by", "pathway"),
                figure("figure", "value", "low", "high", "unit", "qualifier"),
                plain("people", "population"),
            ),
            question="pharmacokinetic-figures",
            given=_DRUG,
            is_ranked=True,
        ),
        DISAGREEMENTS,
    ),
)
