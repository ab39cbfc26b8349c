"""The page of a drug: what is asked most often comes first."""

from __future__ import annotations

from pomegraph.web.things.kinds.shared import COMMONEST, DISAGREEMENTS, SAYS
from pomegraph.web.things.sections import THIS, Composition, PageSection, figure, interval, plain

_DRUG = (("drug", THIS),)
# The sections tell these, with who says so; and the other names stand below the name.
_HIDDEN = (
    "hasAdverseReaction interactsWith interactsWithExample contraindicatedIn monitoredBy actsOn alternateName "
    "relatedTo worksThrough"
)
_USES = PageSection(
    "What it is for, and its status",
    (
        plain("disease", kind="disease"),
        plain("given", kind="regimen drug"),
        plain("where"),
        plain("status"),
        plain("authority"),
        plain("told in", "date"),
        plain("state"),
        plain("therapies before", "therapies"),
    ),
    query="""
SELECT DISTINCT ?disease ?given ?where ?status ?authority ?date ?state ?therapies ?source ?claim WHERE {
  ?claim a pom:Indication ; pom:drug|(pom:regimen/pom:includes) <this> ; pom:disease/rdfs:label ?disease ;
    pom:reportedIn/pom:source ?source
  FILTER NOT EXISTS { ?claim pom:negated true }
  OPTIONAL { ?claim pom:regimen/rdfs:label ?combination }
  OPTIONAL { ?claim pom:drug/rdfs:label ?single }
  BIND(COALESCE(?combination, ?single) AS ?given)
  OPTIONAL { ?source pom:jurisdiction/rdfs:label ?where }
  OPTIONAL { ?claim pom:approvalStatus/rdfs:label ?status }
  OPTIONAL { ?claim pom:authority/rdfs:label ?authority }
  OPTIONAL { ?source dcterms:date ?date }
  OPTIONAL { ?claim pom:diseaseStatus/rdfs:label ?state }
  OPTIONAL { ?claim pom:minimumPriorTherapies ?therapies }
} ORDER BY ?disease ?given ?where ?status ?authority ?date ?state ?therapies ?source ?claim""",
    rest="indications?drug=<this>",
    short="Uses",
    gathered=("status", "authority", "date", "state", "therapies"),
    most=7,
    is_ranked=True,
)
_DOSES = PageSection(
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
    gathered=("frequency", "days", "cycle"),
    is_ranked=True,
)
_CONTRAINDICATIONS = PageSection(
    "Who must not take it",
    (plain("condition"), plain("reason")),
    question="contraindications",
    given=_DRUG,
    short="Contraindications",
    gathered=("reason",),
    is_ranked=True,
    is_narrow=True,
)
_REACTIONS = PageSection(
    "Adverse reactions that most documents name",
    (plain("event", kind="adverse-event"), plain("frequency"), plain("seriousness"), plain("grade")),
    question="adverse-events",
    given=_DRUG,
    short="Reactions",
    gathered=("frequency", "seriousness", "grade"),
    is_ranked=True,
    is_narrow=True,
)
_REACTIONS_BY_DOCUMENT = PageSection(
    "Adverse reactions by document",
    (plain("document", "source"), plain("how many, by how often they occur", "events")),
    query="""
SELECT ?source (GROUP_CONCAT(?counted; SEPARATOR=", ") AS ?events) (SUM(?number) AS ?all) WHERE {
  { SELECT ?source ?frequency (COUNT(DISTINCT ?event) AS ?number) WHERE {
    ?claim pom:drug <this> ; a pom:AdverseReaction ; pom:event ?event ; pom:reportedIn/pom:source ?source
    FILTER NOT EXISTS { ?claim pom:negated true }
    OPTIONAL { ?claim pom:frequency/rdfs:label ?said }
    BIND(COALESCE(?said, "not told") AS ?frequency)
  } GROUP BY ?source ?frequency ORDER BY ?source DESC(?number) ?frequency }
  BIND(CONCAT(STR(?number), " ", ?frequency) AS ?counted)
} GROUP BY ?source ORDER BY DESC(?all) ?source""",
    rest="adverse-events-by-source?drug=<this>",
    short="By document",
    most=8,
    is_told=False,
    is_narrow=True,
)
_INTERACTIONS = PageSection(
    "Interactions",
    (
        plain("with", "interactor", "drug"),
        plain("as one of", "group"),
        plain("effect"),
        plain("on", "affected", "drug"),
        plain("what to do", "management"),
    ),
    question="interactions",
    given=_DRUG,
    gathered=("management",),
    is_ranked=True,
)
_MONITORING = PageSection(
    "Monitoring",
    (
        plain("test", kind="laboratory-test"),
        plain("side effect", "event", "adverse-event"),
        plain("interval"),
        plain("weeks"),
        plain("afterwards"),
        plain("timing"),
        plain("with", "partner", "drug"),
    ),
    question="monitoring",
    given=_DRUG,
    gathered=("interval", "weeks", "afterwards", "timing"),
    is_ranked=True,
    most=12,
)
_PATH = PageSection(
    "How it works",
    (plain("from", kind="target"), plain("action"), plain("to", kind="target")),
    question="mechanism-path",
    given=(("drug", THIS), ("disease", "?path a pom:MechanismPath ; pom:drug <this> ; pom:disease ?found } LIMIT 1")),
    grouped=("path",),
    most=20,
    short="Mechanism",
    note="As a database draws it, step by step.",
    is_told=False,
    is_drawn=True,
)
_BOUND = PageSection(
    "What it binds and degrades",
    (plain("happens"), plain("protein", kind="target"), plain("also called", "otherName"), plain("through")),
    question="binding-and-degradation",
    given=_DRUG,
    short="Targets",
    is_ranked=True,
    is_narrow=True,
)
_EFFECTS = PageSection(
    "What else it is said to do",
    SAYS,
    query="""SELECT ?says ?claim (COUNT(DISTINCT ?report) AS ?reports) WHERE {
  ?claim pom:agent <this> ; a pom:Mechanism ; pom:action ?action ; rdfs:label ?says . ?report pom:reports ?claim
  FILTER(!REGEX(STR(?action), "/(binds|promotes-degradation-of|degrades)$"))
} GROUP BY ?says ?claim ORDER BY DESC(?reports) ?says ?claim""",
    rest="who-says?drug=<this>&kind=mechanism",
    short="Effects",
    is_narrow=True,
)
_RESULTS = PageSection(
    "Results by regimen",
    (
        plain("regimen", kind="regimen"),
        figure("result", "value", "low", "high", "unit", "state", form="bar"),
        interval(),
        plain("people", "population"),
        plain("trial", kind="trial"),
    ),
    question="regimen-ranking",
    given=(("drug", THIS), ("measure", f"?claim pom:regimen/pom:includes <this> ; a pom:Outcome . {COMMONEST}")),
    short="Results",
    note="Figures of different trials cannot be compared as if they came from one.",
)
_COMPARISONS = PageSection(
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
    short="Comparisons",
    is_ranked=True,
)
_TRIALS = PageSection(
    "Trials",
    (plain("trial", kind="trial"), plain("phase"), plain("people", "enrolment"), plain("regimens")),
    query="""
SELECT ?trial ?phase ?enrolment (GROUP_CONCAT(DISTINCT ?regimen; SEPARATOR=", ") AS ?regimens) WHERE {
  { SELECT DISTINCT ?trial ?phase ?enrolment ?regimen WHERE {
    ?one a pom:Trial ; rdfs:label ?trial ; pom:studies ?what . ?what pom:includes <this> ; rdfs:label ?regimen
    OPTIONAL { ?one pom:phase ?phase } OPTIONAL { ?one pom:enrolment ?enrolment }
  } ORDER BY ?trial ?phase ?enrolment ?regimen }
} GROUP BY ?trial ?phase ?enrolment ORDER BY DESC(?enrolment) ?trial ?phase""",
    rest="trials-in-a-disease?drug=<this>",
    gathered=("phase", "enrolment", "regimens"),
    most=8,
    is_told=False,
)
_IN_THE_BODY = PageSection(
    "In the body",
    (
        plain("measure", kind="measure"),
        plain("by", "pathway"),
        figure("figure", "value", "low", "high", "unit", "qualifier"),
        plain("people", "population"),
    ),
    question="pharmacokinetic-figures",
    given=_DRUG,
    short="Kinetics",
    is_ranked=True,
    is_narrow=True,
)
DRUG_PAGE = Composition(
    "drug",
    facts=(
        "inClass",
        "indicatedFor",
        "hazard",
        "riskProgramme",
        "pregnancyCategory",
        "doseForm",
        "administeredBy",
        "metabolisedBy",
        "firstApprovalYear",
        "marketedBy",
    ),
    hidden=frozenset(_HIDDEN.split()),
    has_claims=False,
    sections=(
        _DOSES,
        _USES,
        _CONTRAINDICATIONS,
        _REACTIONS,
        _INTERACTIONS,
        _MONITORING,
        _REACTIONS_BY_DOCUMENT,
        _IN_THE_BODY,
        _PATH,
        _BOUND,
        _EFFECTS,
        _RESULTS,
        _COMPARISONS,
        _TRIALS,
        DISAGREEMENTS,
    ),
)
