"""What pages of several kinds have in common."""

from __future__ import annotations

from pomegraph.web.things.sections import PagePart, PageSection

SAYS = (PagePart("what is said", ("says",)),)
# The measure of which there are most figures, those of adverse events left out.
COMMONEST = """?claim pom:measure ?found ; pom:value ?value . FILTER NOT EXISTS { ?claim pom:event ?event }
} GROUP BY ?found ORDER BY DESC(COUNT(?claim)) ?found LIMIT 1"""
DISAGREEMENTS = PageSection(
    "Where documents disagree",
    SAYS,
    query="""SELECT DISTINCT ?topic ?reason ?says ?claim WHERE {
  ?one ?leads <this> . ?disagreement pom:claim ?one ; a pom:Disagreement ; rdfs:label ?topic ; pom:claim ?claim .
  ?claim rdfs:label ?says
  OPTIONAL { ?disagreement pom:differsBecause/rdfs:label ?reason }
} ORDER BY ?topic ?reason ?says ?claim""",
    grouped=("topic", "reason"),
    short="Disagreements",
    most=8,
)
