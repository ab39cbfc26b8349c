"""The pages of trials and of regimens."""

from __future__ import annotations

from pomegraph.web.things.kinds.shared import COMMONEST, DISAGREEMENTS
from pomegraph.web.things.sections import THIS, Composition, Section, figure, interval, text

_TRIAL = (("study", THIS),)
_RESULTS = (
    text("treatment"),
    text("against", "comparator"),
    text("people", "population"),
    figure("result", "value", "low", "high", "unit", "finding", form="bar"),
    figure("ratio", "hazardRatio"),
    interval(),
)
TRIAL_PAGE = Composition(
    "trial",
    facts=("phase", "design", "enrolment", "studiedIn", "studies", "hasArm", "sponsor"),
    has_claims=False,
    sections=(
        Section(
            "Design and arms",
            (text("what is told", "told"), text("given", "regimen", "regimen"), text("role")),
            question="trial-arms",
            given=_TRIAL,
            grouped=("about",),
            most=16,
            is_ranked=True,
        ),
        Section(
            "Results",
            _RESULTS,
            question="trial-results",
            given=_TRIAL,
            grouped=("measure", "event"),
            later="event",
            most=40,
        ),
        Section(
            "Figures against it",
            (
                text("measure", kind="measure"),
                figure("here", "value", "", "", "unit"),
                figure("elsewhere", "otherValue", "", "", "unit"),
                text("said of", "otherTrial", "trial"),
                text("by", "otherSource"),
            ),
            question="trial-conflicts",
            given=_TRIAL,
        ),
        Section(
            "Who reports it",
            (text("document"), text("sort"), text("dated", "date"), text("claims")),
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
        Section(
            "Results",
            (
                text("given", kind="regimen"),
                figure("result", "value", "", "", "unit", form="bar"),
                interval(),
                text("people", "population"),
                text("trial", kind="trial"),
                text("against", "opponent"),
            ),
            question="figures-of-a-regimen",
            given=(("regimen", THIS), ("measure", f"?claim pom:regimen <this> ; a pom:Outcome . {COMMONEST}")),
            most=12,
        ),
        DISAGREEMENTS,
    ),
)
