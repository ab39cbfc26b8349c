"""The pages of documents, their passages, claims and disagreements."""

from __future__ import annotations

from pomegraph.web.things.kinds.shared import SAYS
from pomegraph.web.things.sections import THIS, Composition, PagePart, PageSection, plain

_BESIDE_EVIDENCE = (plain("what it says", "says"), plain("verdict"), plain("why", "reason"))
SOURCE_PAGE = Composition(
    "document",
    facts=(
        "kind",
        "title",
        "publisher",
        "date",
        "version",
        "lastModified",
        "reviewStatus",
        "url",
        "license",
        "isAbout",
    ),
    hidden=frozenset(["hasSection", "question", "coversTopic", "excludesTopic", "sha256"]),
    has_claims=False,
    sections=(
        PageSection(
            "How it fares beside primary evidence",
            (plain("verdict"), plain("claims")),
            query="""SELECT ?verdict (COUNT(DISTINCT ?claim) AS ?claims) WHERE {
  ?claim pom:reportedIn/pom:source <this> . ?found pom:judges ?claim ; pom:verdict/rdfs:label ?verdict .
  <this> pom:kind ?kind . FILTER(STRENDS(STR(?kind), "/secondary-page"))
} GROUP BY ?verdict ORDER BY DESC(?claims) ?verdict""",
            short="Evidence",
            most=12,
            is_told=False,
        ),
        PageSection(
            "What is contradicted, outdated, or holds elsewhere",
            _BESIDE_EVIDENCE,
            question="contradicted-by-evidence",
            given=(("source", THIS),),
            short="Contradicted",
            is_warned=False,
        ),
        PageSection(
            "What it says, in reading order",
            (plain("what is said", "says"), plain("in its words", "wording"), plain("where", "passage")),
            question="passages-of-a-source",
            given=(("source", THIS),),
            short="What it says",
            grouped=("heading",),
            most=40,
            is_told=False,
        ),
    ),
)
PASSAGE_PAGE = Composition(
    "passage",
    hidden=frozenset(["textDigest"]),
    has_claims=False,
    sections=(
        PageSection(
            "What it says",
            (plain("what is said", "says"), plain("in its words", "wording"), plain("note")),
            query="""SELECT DISTINCT ?says ?wording ?note ?claim WHERE {
  ?report pom:passage <this> ; pom:reports ?claim . ?claim rdfs:label ?says
  OPTIONAL { ?report pom:wording ?wording } OPTIONAL { ?report pom:note ?note }
} ORDER BY ?says ?wording ?note ?claim""",
            most=40,
        ),
    ),
)
CLAIM_PAGE = Composition(
    "claim",
    hidden=frozenset(["negated", "reportedIn", "topic", "statement"]),
    has_claims=False,
    sections=(
        PageSection(
            "Who says so, and where",
            (
                PagePart("place", ("passage",)),
                plain("in its words", "wording"),
                plain("citing", "cited"),
                plain("note"),
                PagePart("report", ("report",), "link"),
            ),
            query="""SELECT DISTINCT ?document ?passage ?wording ?cited ?note ?report WHERE {
  ?report pom:reports <this> ; pom:passage ?passage . ?passage pom:source ?document
  OPTIONAL { ?report pom:wording ?wording } OPTIONAL { ?report pom:note ?note } OPTIONAL { ?report pom:cites ?cited }
  OPTIONAL { ?passage pom:firstLine ?line }
} ORDER BY ?document ?line ?passage ?wording ?cited ?note ?report""",
            most=30,
            is_told=False,
        ),
        PageSection(
            "What primary evidence makes of it",
            (
                plain("verdict"),
                plain("why", "reason"),
                plain("sure", "confidence"),
                plain("primary evidence", "says"),
            ),
            query="""SELECT DISTINCT ?verdict ?reason ?confidence ?says ?claim WHERE {
  ?found pom:judges <this> ; pom:verdict/rdfs:label ?verdict ; pom:grounds ?reason ;
    pom:confidence/rdfs:label ?confidence
  OPTIONAL { ?found pom:primaryClaim ?claim . ?claim rdfs:label ?says }
} ORDER BY ?verdict ?reason ?confidence ?says ?claim""",
        ),
        PageSection(
            "What else is said on the same",
            SAYS,
            query="""SELECT DISTINCT ?says ?claim WHERE {
  <this> pom:topic ?topic . ?claim pom:topic ?topic ; rdfs:label ?says . FILTER(?claim != <this>)
} ORDER BY ?says ?claim""",
            is_ranked=True,
            most=12,
        ),
    ),
)
DISAGREEMENT_PAGE = Composition(
    "disagreement",
    facts=("differsBecause", "differsIn"),
    hidden=frozenset(["claim", "betweenSource", "onTopic"]),
    has_claims=False,
    sections=(
        PageSection(
            "What is said",
            SAYS,
            query="""SELECT ?says ?claim WHERE {
  <this> pom:claim ?claim . ?claim rdfs:label ?says } ORDER BY ?says ?claim""",
            most=20,
        ),
    ),
)
