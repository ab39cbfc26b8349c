"""What a web process may take: answers of any length are passed on, cut or refused in little memory."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from support.places import ROOT
from support.servers import Server, run_pomegraph
from support.serving import COUNT, ask, count, find_processes, read_complaints, wait_for

# Bytes that a web process has at most, whatever it does; some 80 million are there before anything is asked.
MOST = 512 << 20
THING = "https://w3id.org/pomegraph/drug/long"
# Parsers of RDF take no longer one.
LONGEST = 15 << 20
_BEFORE = """\
#+ summary: What is long?
#+ tags: [tests]
"""
_TABLE = f"""{_BEFORE}\
#+ columns:
#+   name: {{type: text, means: a name}}
#+   n: {{type: integer, means: a number}}
#+ chart: {{mark: bar, x: n, y: name}}

SELECT ?name ?n
WHERE {{
%s
}}
ORDER BY ?name ?n
"""
_GRAPH = f"""{_BEFORE}
CONSTRUCT {{ <https://example.org/s> <https://example.org/p> ?name }}
WHERE {{
%s
}}
"""


def write_long(size: int) -> str:
    """Return patterns that bind ?name to a text of so many bytes, a power of 2."""
    steps = size.bit_length() - 1
    chain = [f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(steps - 4)]
    return " ".join(['BIND("0123456789abcdef" AS ?a0)', *chain, f"BIND(?a{steps - 4} AS ?name)", "BIND(1 AS ?n)"])


def write_many(hundreds: int) -> str:
    """Return patterns that bind ?n to so many hundreds of numbers, and ?name to a text with each."""
    some, most = (" ".join(map(str, range(count))) for count in (100, hundreds))
    values = f"VALUES ?low {{ {some} }} VALUES ?high {{ {most} }}"
    return f"{values} BIND(?low + 100 * ?high AS ?n) BIND(CONCAT('number ', STR(?n)) AS ?name)"


SIZES = {"long": 32 << 20, "longest": 256 << 20}
QUESTIONS = {
    **{name: _TABLE % write_long(size) for name, size in SIZES.items()},
    **{f"{name}-graph": _GRAPH % write_long(size) for name, size in SIZES.items()},
    "many": _TABLE % write_many(4_000),
}
QUERIES = {name: f"SELECT ?name ?n {{ {write_long(size)} }}" for name, size in SIZES.items()}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("memory")
    content = shutil.copytree(ROOT / "tests" / "small", folder / "content")
    shutil.copytree(ROOT / "ontology", content / "ontology")
    for stem, text in QUESTIONS.items():
        (content / "queries" / f"{stem}.rq").write_text(text, encoding="utf-8")
    properties = ("http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2000/01/rdf-schema#comment")
    data = folder / "long.nt"
    data.write_text("".join(f'<{THING}> <{name}> "{"x" * LONGEST}" .\n' for name in properties), encoding="utf-8")
    flags = ["--workers", "2", "--memory", "4G", "--timeout", "100", "--web-memory", "256M"]
    with run_pomegraph("--data", str(data), *flags, env={"POMEGRAPH_CONTENT": str(content)}) as server:
        yield server


@pytest.fixture(autouse=True)
def frugal(server: Server) -> Iterator[None]:
    """Whatever was asked, no web process took much memory, and none had to be replaced."""
    before = find_processes(server, "pom-web")
    for number in before:
        # Linux, proc(5): with 5 the highest mark begins anew.
        Path(f"/proc/{number}/clear_refs").write_text("5", encoding="ascii")
    yield
    assert max(map(measure_peak, before)) < MOST
    assert find_processes(server, "pom-web") == before
    assert read_complaints(server) == []


def measure_peak(number: int) -> int:
    """Return the bytes of memory that a process had at most."""
    lines = Path(f"/proc/{number}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM"))


def show(server: Server, path: str) -> httpx.Response:
    return httpx.get(server.url + path, headers={"Accept": "text/html"}, timeout=200)


def drain(server: Server, path: str, coding: str = "identity") -> tuple[int, int]:
    """Return the status of an answer, and how many bytes it has as they come."""
    with httpx.stream("GET", server.url + path, headers={"Accept-Encoding": coding}, timeout=200) as response:
        return response.status_code, sum(map(len, response.iter_raw()))


BOTH = pytest.mark.parametrize("name", ["long", pytest.param("longest", marks=pytest.mark.slow)])


@BOTH
def test_page_of_one_long_value_shows_its_beginning(server: Server, name: str) -> None:
    page = ask(server, QUERIES[name], format="html")

    assert page.status_code == 200
    assert "0123456789abcdef ... (" in page.text
    assert len(page.content) < 50_000


@BOTH
@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd", "br"])
def test_long_value_is_given_as_data(server: Server, name: str, coding: str) -> None:
    query = str(httpx.QueryParams({"query": QUERIES[name], "format": "csv"}))
    status, size = drain(server, f"/sparql?{query}", coding)

    assert status == 200
    assert size > SIZES[name] if coding == "identity" else size > 0


@BOTH
@pytest.mark.parametrize("shape", ["", ".json", ".svg", ".vl.json"])
def test_question_whose_answer_is_too_long_is_told(server: Server, name: str, shape: str) -> None:
    response = show(server, f"/questions/{name}{shape}")

    assert response.status_code == 406
    assert "The answer is too long" in response.text


@BOTH
def test_question_whose_answer_is_a_long_graph_shows_the_beginning(server: Server, name: str) -> None:
    page = show(server, f"/questions/{name}-graph")

    assert page.status_code == 200
    assert "0123456789abcdef ... (" in page.text


@pytest.mark.slow
def test_question_of_very_many_rows_is_given_in_parts(server: Server) -> None:
    page, part, chart = (show(server, f"/questions/many{shape}") for shape in ("", ".json?limit=5", ".svg"))

    assert "Rows 1 to 100 of 400,000." in page.text
    assert part.json()["total"] == 400_000
    assert chart.status_code == 406


def test_thing_with_long_values_is_described(server: Server) -> None:
    page = show(server, f"/describe?iri={THING}")

    assert page.status_code == 200
    assert page.text.count("xxx ... (15,728,6") == 4
    assert len(page.content) < 50_000


@pytest.mark.slow
def test_request_that_takes_more_than_there_is_fails_alone(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text("<a:s> <a:p> 1 .", encoding="utf-8")
    flags = ["--workers", "2", "--web-memory", "256M", "--max-body", "1G", "--cache-size", "0"]
    statuses: list[int | str] = []
    with run_pomegraph("--data", str(data), *flags) as server:

        def send() -> None:
            try:
                headers = {"Content-Type": "application/sparql-query"}
                query = b"ASK {} #" + b"x" * (300 << 20)
                response = httpx.post(server.query_url, content=query, headers=headers, timeout=200)
                statuses.append(response.status_code)
            except httpx.TransportError:
                statuses.append("ended")

        thread = threading.Thread(target=send)
        thread.start()
        others = [count(server, COUNT) for _ in range(20)]
        thread.join()

        assert wait_for(lambda: len(find_processes(server, "pom-web")) == 3)
        assert count(server, COUNT) == 1

    assert statuses in ([503], ["ended"])
    assert others == [1] * 20
