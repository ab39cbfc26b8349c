"""One engine in the place of another: who is told of new data is not answered with those before, and nobody waits."""

from __future__ import annotations

import os
import re
import signal
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from pomegraph.release import Release
from support.servers import run_pomegraph
from support.serving import count, find_engines, find_processes, read_complaints, wait_for

VALUE = {"query": "SELECT ?value { ?s ?p ?value }"}


def count_open(process: int) -> int:
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def test_process_that_has_the_data_before_answers_nobody_who_is_told_of_new_ones(tmp_path: Path) -> None:
    data = tmp_path / "data.nt"
    data.write_text('<urn:a> <urn:b> "old" .\n', encoding="utf-8")
    with run_pomegraph("--data", str(data), "--workers", "1") as server, httpx.Client(timeout=15) as client:

        def read_version() -> str:
            # Without a query, as which the question how it goes here is put to the engine.
            found = re.search(r'pomegraph_info{data="(\w+)"', client.get(f"{server.url}/metrics").text)
            return found[1] if found else ""

        before, version = client.get(f"{server.url}/sparql.csv", params=VALUE).text, read_version()
        # The one that the web has from the query before does not give itself back; it has the way to the web open.
        stopped = max(find_processes(server, "pom-query"), key=count_open)
        os.kill(stopped, signal.SIGSTOP)
        try:
            data.write_text('<urn:a> <urn:b> "new" .\n', encoding="utf-8")
            server.process.send_signal(signal.SIGHUP)
            assert wait_for(lambda: read_version() not in {version, ""})
            after = client.get(f"{server.url}/sparql.csv", params=VALUE).text
        finally:
            with suppress(ProcessLookupError):
                os.kill(stopped, signal.SIGCONT)

    assert (before, after) == ("value\r\nold\r\n", "value\r\nnew\r\n")


@pytest.mark.slow
def test_large_release_is_answered_from_disk_until_it_is_in_memory(real_release: Release) -> None:
    stores: list[str] = []
    with run_pomegraph("--release", str(real_release.folder)) as server, httpx.Client(timeout=60) as client:

        def is_in_memory() -> bool:
            ready = client.get(f"{server.url}/health/ready").json()
            assert (ready["version"], ready["refused"]) == (real_release.digest, False)
            assert count(server, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == in_graphs
            stores.append(ready["store"])
            return stores[-1] == "memory"

        in_graphs = real_release.manifest.quads - real_release.manifest.triples
        assert wait_for(is_in_memory)
        assert wait_for(lambda: len(find_engines(server)) == 1)
        complaints = read_complaints(server)

    assert stores[0] == "disk"
    assert complaints == []
