"""What tests of tools for agents share: a desk on a release, and ten tasks of an agent as it would do them."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from pomegraph.agents.desk import Desk
from pomegraph.ask.desks import open_desk
from pomegraph.ask.graphs import EngineGraph
from pomegraph.content.folder import Content
from pomegraph.content.habits import find_habits
from pomegraph.questions.reading import read_questions
from pomegraph.release import Release
from support.endpoint import LIMITS, connect_engine

Call = Callable[..., Awaitable[dict[str, Any]]]
# Characters of a token, of JSON and of SPARQL, with a margin: o200k_base has 4.3 and 4.0.
LETTERS_OF_A_TOKEN = 3.7


def make_desk(content: Content, release: Release) -> Desk:
    """Return a desk on a release."""
    graph = EngineGraph(connect_engine(LIMITS, release.folder))
    return open_desk(graph, read_questions(content), find_habits(content.aliases))


async def call_with(client: Any, name: str, /, **arguments: Any) -> dict[str, Any]:
    """Call a tool and return its answer, which is the same as data and as text; an error is its text."""
    result = await client.call_tool(name, arguments)
    if result.is_error:
        return {"error": result.content[0].text}
    answer: dict[str, Any] = result.structured_content
    assert json.loads(result.content[0].text) == answer
    return answer


async def find_dose_on_dialysis(call: Call) -> None:
    """What is the dose on dialysis, and who says so?"""
    found = await call("find_question", text="How is pomalidomide dosed in a population on dialysis?")
    (question,) = [one for one in found["questions"] if one["question"] == "dose-in-population"]
    answer = await call("ask", question="dose-in-population", values=question["values"], limit=50)

    assert answer["values"]["population"] == "on-dialysis"
    assert ("multiple myeloma", 3, "reduction", "103:mdtodate-renal-dosing") in {
        (row.get("disease"), row.get("amount"), row.get("adjustment"), row["sources"][0]) for row in answer["rows"]
    }
    assert answer["notice"].startswith("No medical advice")


async def find_what_is_contradicted(call: Call) -> None:
    """Which figures of document 003 are contradicted, and by what?"""
    answer = await call("ask", question="contradicted-by-evidence", values={"source": "003"})
    rows = [row for row in answer["rows"] if "11.9 months" in row["says"]]

    assert rows[0]["verdict"] == "belongs to another trial"
    assert "STRATUS" in rows[0]["reason"]
    assert rows[0]["sources"] == ["003:46"]


async def read_a_place(call: Call) -> None:
    """What does line 46 of document 003 say, and what of the document?"""
    place = await call("describe", thing="003:46")
    document = await call("describe", thing="003", limit=1)

    assert any("11.9 months" in row["says"] for row in place["rows"])
    assert document["last modified"] == "2025-12-04"
    assert "pending human review" in document["review status"]


async def name_a_trial(call: Call) -> None:
    """Which trial is NCT02990338, and what is its median PFS?"""
    (trial,) = (await call("resolve", name="NCT02990338"))["things"]
    answer = await call(
        "sparql",
        query=f"SELECT ?months ?claim {{ ?claim a pom:Outcome ; pom:trial <{trial['id']}> ; pom:value ?months ; "
        "pom:measure <measure/median-progression-free-survival> ; pom:unit <concept/month> } ORDER BY ?months",
    )

    assert trial["name"] == "ICARIA-MM"
    assert {6.5, 11.5} <= {row["months"] for row in answer["rows"]}
    assert all(row["sources"] for row in answer["rows"])


async def mend_a_name(call: Call) -> None:
    """A name that is mistyped is mended from what the error says."""
    refused = await call("ask", question="brand-names", values={"drug": "pomaldomide"})
    near = (await call("resolve", name="pomaldomide", kind="drug"))["did_you_mean"]
    answer = await call("ask", question="brand-names", values={"drug": near[0]["id"].partition("/")[2]})

    assert "did you mean pomalidomide" in refused["error"]
    assert "Imnovid" in json.dumps(answer["rows"])


async def look_up_an_interaction(call: Call) -> None:
    """What happens with fluvoxamine, and what is to be done?"""
    answer = await call("ask", question="interactions", values={"drug": "Pomalyst", "other": "fluvoxamine"})

    assert answer["values"]["drug"] == "pomalidomide"
    assert {"increased exposure"} <= {row.get("effect") for row in answer["rows"]}


async def read_all_parts(call: Call) -> None:
    """On which topics do documents disagree? The whole answer, in parts."""
    part = await call("ask", question="disagreements", limit=200)
    rows, total = part["rows"], part["total"]
    while "cut" in part:
        offset = int(part["cut"].partition("offset=")[2])
        part = await call("ask", question="disagreements", limit=200, offset=offset)
        rows += part["rows"]

    assert 100 < len(rows) <= total
    assert all(row["reason"] for row in rows)


async def search_one_document(call: Call) -> None:
    """What does document 003 say on blood counts?"""
    answer = await call("search", text="complete blood count monitoring", document="003")

    assert any("complete blood count" in row["says"] for row in answer["rows"])
    assert all(any(place.startswith("003:") for place in row["sources"]) for row in answer["rows"])


async def write_sparql(call: Call) -> None:
    """How many claims of each kind has the label? Asked in SPARQL after a look at the schema."""
    term = await call("schema", term="Source")
    answer = await call(
        "sparql",
        query="SELECT ?kind (COUNT(DISTINCT ?claim) AS ?claims) { ?claim pom:reportedIn/pom:source ?source ; a ?class . "
        "?source pom:kind <concept/label> . ?class rdfs:subClassOf pom:Claim ; rdfs:label ?kind } GROUP BY ?kind",
    )

    assert "label" in (await call("schema", term="source-kind"))["values"]
    assert term["properties"]["kind"].startswith("{source-kind}")
    assert {row["kind"]: row["claims"] for row in answer["rows"]}["dose"] > 10


async def tell_what_is_not_there(call: Call) -> None:
    """In whom must ketoconazole not be used? Why there is no row is told, and what has some; IRIs come on request."""
    empty = await call("ask", question="contraindications", values={"drug": "ketoconazole"})
    offered = await call("ask", question="contraindications", values=empty["offers"][0]["values"], limit=1)
    named = await call("describe", thing="pomalidomide", claims="contraindication", limit=1, iris=True)

    assert (empty["rows"], empty["total"]) == ([], 0)
    assert "name ketoconazole" in empty["why"]
    assert empty["offers"][0]["words"].startswith(f"{offered['total']} rows if drug is ")
    assert named["rows"][0]["iris"]["claim"].startswith("https://w3id.org/pomegraph/claim/")


TASKS = (
    find_dose_on_dialysis,
    find_what_is_contradicted,
    read_a_place,
    name_a_trial,
    mend_a_name,
    look_up_an_interaction,
    read_all_parts,
    search_one_document,
    write_sparql,
    tell_what_is_not_there,
)
