"""The pages of trials and of regimens."""

from __future__ import annotations

from pomegraph.web.things.kinds.shared import COMMONEST, DISAGREEMENTS
from pomegraph.web.things.sections import THIS, Composition, PageSection, figure, interval, plain

_TRIAL = (("trial", THIS),)
_RESULTS = (
    plain("treatment"),
    figure("result", "value", "low", "high", "unit", "finding", form="bar"),
    figure("ratio or difference", "estimate", "", "", "estimateKind"),
    interval(),
    plain("against", "comparator"),
    plain("people", "population"),
)
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
            most=16,
            is_ranked=True,
        ),
        PageSection(
            "Results",
            _RESULTS,
            question="trial-results",
            given=_TRIAL,
            grouped=("measure", "event"),
            later="event",
            most=40,
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
            most=12,
            is_told=False,
        ),
        DISAGREEMENTS,
    ),
)
REGIMEN_PAGE = Composition(
    "regimen",
    facts=("includes", "recommendedBy"),
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
            given=(("regimen", THIS), ("measure", f"?claim pom:regimen <this> ; a pom:Outcome . {COMMONEST}")),
            most=12,
        ),
        DISAGREEMENTS,
    ),
)
