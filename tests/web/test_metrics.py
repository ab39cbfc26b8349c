"""Counts for Prometheus, of one process and of several."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from pomegraph.engine.client import EngineClient
from pomegraph.engine.limits import Limits
from pomegraph.web.app import create_app
from pomegraph.web.settings import Settings
from support.endpoint import COLOURS, ENDLESS, QUADS, ask, make_client, start_engine
from support.places import ROOT

# A worker that answers one query and shows the counts.
_WORKER = """\
import io, sys
from pathlib import Path
from pomegraph.engine.client import EngineClient
from pomegraph.engine.limits import Limits
from pomegraph.web.app import create_app
from pomegraph.web.settings import Settings
client = create_app(EngineClient(Path(sys.argv[1]), Limits()), Settings(), stream=io.StringIO()).test_client()
client.get("/sparql?query=ASK{}", buffered=True)
print(client.get("/metrics").text)
"""


def read(client: FlaskClient) -> dict[tuple[str, ...], float]:
    text = client.get("/metrics").text
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {(sample.name, *sorted(sample.labels.values())): sample.value for sample in samples}


def test_requests_are_counted_by_route_and_status() -> None:
    client = make_client()
    for path in (
        "/sparql?query=ASK{}",
        "/sparql?query=ASK{}",
        "/sparql?query=x",
        "/no/1",
        "/no/2",
        "/graphs/1",
        "/graphs/2",
    ):
        client.get(path)
    client.open("/sparql", method="BREW")
    counts = read(client)

    assert counts["pomegraph_requests_total", "/sparql", "200", "GET"] == 2
    assert counts["pomegraph_requests_total", "/sparql", "400", "GET"] == 1
    assert counts["pomegraph_requests_total", "/<segments:path>", "404", "GET"] == 2
    assert counts["pomegraph_requests_total", "/graphs/<path:path>", "404", "GET"] == 2
    assert counts["pomegraph_requests_total", "405", "none", "other"] == 1


def test_queries_are_counted() -> None:
    client = make_client()
    size = len(ask(client, COLOURS, "text/csv").data)
    ask(client, COLOURS, "text/csv")
    ask(client, "SELECT")
    counts = read(client)

    assert counts["pomegraph_queries_total", "done"] == counts["pomegraph_queries_total", "cached"] == 1
    assert counts["pomegraph_queries_total", "query"] == 1
    assert counts[("pomegraph_query_running_seconds_count",)] == 2
    assert counts[("pomegraph_query_rows_total",)] == 6
    assert counts[("pomegraph_query_bytes_total",)] == 2 * size
    assert counts["pomegraph_cache_requests_total", "hit"] == 1
    assert counts[("pomegraph_cache_bytes",)] > size


def test_queries_that_are_stopped_are_counted_by_reason() -> None:
    client = make_client(limits=Limits(timeout=300.0, spool=1_000))
    patterns = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(14))
    ask(client, f"SELECT (COUNT(*) AS ?n) {{ {patterns} }}", timeout="0.5").close()
    client.get("/sparql", query_string={"query": ENDLESS}).close()
    counts = read(client)

    assert counts["pomegraph_kills_total", "timeout"] == 1
    assert counts["pomegraph_kills_total", "gone"] == 1


def test_engine_is_seen() -> None:
    counts = read(make_client())

    assert counts[("pomegraph_quads",)] == QUADS
    assert counts[("pomegraph_queries_running",)] == counts[("pomegraph_queries_waiting",)] == 0
    assert counts[("pomegraph_ready",)] == 1


@pytest.mark.slow
def test_counts_are_shown_while_the_engine_is_away(tmp_path: Path) -> None:
    engine = EngineClient(tmp_path, Limits())
    counts = read(create_app(engine, Settings(), stream=io.StringIO()).test_client())

    assert counts[("pomegraph_ready",)] == 0


@pytest.mark.slow
def test_counts_of_all_workers_are_summed(tmp_path: Path) -> None:
    run = start_engine()
    environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PYTHONPATH": str(ROOT / "server")}
    command = [sys.executable, "-c", _WORKER, str(run)]
    first, second = (subprocess.run(command, env=environment, check=True, capture_output=True).stdout for _ in range(2))

    assert b'pomegraph_queries_total{outcome="done"} 1.0' in first
    assert b'pomegraph_queries_total{outcome="done"} 2.0' in second
    assert b"pomegraph_query_running_seconds_count 2.0" in second
    assert b"pomegraph_ready 1.0" in second


@pytest.mark.slow
def test_file_of_a_process_that_has_written_nothing_yet_is_left_out(tmp_path: Path) -> None:
    run = start_engine()
    (tmp_path / "counter_1.db").touch()
    environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PYTHONPATH": str(ROOT / "server")}
    done = subprocess.run([sys.executable, "-c", _WORKER, str(run)], env=environment, check=True, capture_output=True)

    assert b'pomegraph_queries_total{outcome="done"} 1.0' in done.stdout
