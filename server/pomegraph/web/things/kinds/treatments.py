"""The pages of trials and of regimens."""

from __future__ import annotations

from pomegraph.web.things.kinds.shared import COMMONEST, DISAGREEMENTS, SAYS
from pomegraph.web.things.sections import THIS, Composition, PageSection, figure, interval, plain

_TRIAL = (("trial", THIS),)
_USUAL = f"?claim pom:regimen <this> ; a pom:Outcome . {COMMONEST}"
_RESULTS = (
    plain("treatment"),
    figure("result", "value", "low", "high", "unit", "finding", form="bar"),
    figure("ratio or difference", "estimate", "", "", "estimateKind"),
    interval(),
    plain("against", "comparator"),
    plain("people", "population"),
)
_AIMS = """SELECT DISTINCT ?found WHERE {
  ?told rdf:subject <this> ; pom:role ?role ; rdf:object ?aim . FILTER(STRENDS(STR(?role), "/primary-endpoint"))
  ?measure pom:broader* ?aim ; rdfs:label ?found
} ORDER BY ?found"""
# What most is told of in trials, together with what it is a kind of; what adverse events are counted by comes last.
_USUAL_ORDER = """SELECT ?found WHERE {
  { SELECT ?group (SUM(?trials) AS ?most) (SUM(?events) AS ?harm) WHERE {
    { SELECT ?one (COUNT(DISTINCT ?trial) AS ?trials) (COUNT(?event) AS ?events) WHERE {
      ?claim pom:measure ?one ; pom:trial ?trial OPTIONAL { ?claim pom:event ?event }
    } GROUP BY ?one }
    OPTIONAL { ?one pom:broader ?wide }
    BIND(COALESCE(?wide, ?one) AS ?group)
  } GROUP BY ?group }
  { SELECT ?group ?found WHERE {
    ?measure a pom:Measure ; rdfs:label ?found OPTIONAL { ?measure pom:broader ?above }
    BIND(COALESCE(?above, ?measure) AS ?group)
  } }
} ORDER BY (?harm > 0) DESC(?most) ?group ?found"""
_ORDER = (_AIMS, _USUAL_ORDER)
TRIAL_PAGE = Composition(
    "trial",
    facts=("phase", "design", "enrolment", "studiedIn", "studies", "hasArm", "sponsor"),
    has_claims=False,
    sections=(
        PageSection(
            "Design and arms",
            (plain("what is told", "told"), plain("given", "regimen", "regimen"), plain("role")),
            question="trial-arms",
            given=_TRIAL,
            grouped=("about",),
            gathered=("role",),
            most=16,
            is_ranked=True,
        ),
        PageSection(
            "Results",
            _RESULTS,
            question="trial-results",
            given=_TRIAL,
            grouped=("measure",),
            barred=("event", "population"),
            order=_ORDER,
            most=24,
            note="The primary endpoint comes first, where it is told; then what most trials measure.",
        ),
        PageSection(
            "Results in parts of the people",
            _RESULTS,
            question="trial-results",
            given=_TRIAL,
            short="Subgroups",
            grouped=("measure",),
            needed=("population",),
            barred=("event",),
            order=_ORDER,
            most=12,
        ),
        PageSection(
            "Adverse events in figures",
            _RESULTS,
            question="trial-results",
            given=_TRIAL,
            short="Adverse events",
            grouped=("event", "measure"),
            needed=("event",),
            most=16,
        ),
        PageSection(
            "Figures against it",
            (
                plain("measure", kind="measure"),
                figure("here", "value", "", "", "unit"),
                figure("elsewhere", "otherValue", "", "", "unit"),
                plain("said of", "otherTrial", "trial"),
                plain("by", "otherSource"),
            ),
            question="trial-conflicts",
            given=_TRIAL,
        ),
        PageSection(
            "Who reports it",
            (plain("document"), plain("sort"), plain("dated", "date"), plain("claims")),
            query="""SELECT ?document ?sort ?date (COUNT(DISTINCT ?claim) AS ?claims) WHERE {
  ?claim pom:trial <this> ; pom:reportedIn/pom:source ?document
  OPTIONAL { ?document pom:kind/rdfs:label ?sort }
  OPTIONAL { ?document dcterms:date ?date }
} GROUP BY ?document ?sort ?date ORDER BY DESC(?claims) ?document""",
            rest="trial-evidence?trial=<this>",
            short="Documents",
            gathered=("date",),
            most=10,
            is_told=False,
            is_narrow=True,
        ),
        DISAGREEMENTS,
    ),
)
REGIMEN_PAGE = Composition(
    "regimen",
    facts=("includes", "recommendedBy"),
    told=frozenset(["Outcome"]),
    sections=(
        PageSection(
            "Results",
            (
                plain("given", kind="regimen"),
                figure("result", "value", "", "", "unit", form="bar"),
                interval(),
                plain("people", "population"),
                plain("trial", kind="trial"),
                plain("against", "opponent"),
            ),
            question="figures-of-a-regimen",
            given=(("regimen", THIS), ("measure", _USUAL)),
            most=12,
        ),
        PageSection(
            "Other results",
            SAYS,
            query=f"""SELECT ?says ?claim (COUNT(DISTINCT ?report) AS ?reports) WHERE {{
  {{ SELECT ?found WHERE {{ {_USUAL} }}
  ?claim pom:regimen <this> ; a pom:Outcome ; rdfs:label ?says ; pom:measure ?measure . FILTER(?measure != ?found)
  ?report pom:reports ?claim
}} GROUP BY ?says ?claim ORDER BY DESC(?reports) ?says ?claim""",
            rest="figures-of-a-regimen?regimen=<this>",
            most=10,
        ),
        DISAGREEMENTS,
    ),
)
