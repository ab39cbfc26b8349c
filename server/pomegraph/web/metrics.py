"""Counts requests and queries for Prometheus, and serves the counts at /metrics."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from pomegraph.errors import EngineError
from pomegraph.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from prometheus_client import Metric

    from pomegraph.engine.client import EngineClient
    from pomegraph.web.log import QueryRecord

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
_METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"}
_STOPPED = {"timeout", "memory", "stack", "crash", "engine", "gone", "cut"}
_SECONDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100)


class Meters:
    """What is counted. Values of labels come from short lists, never from a request."""

    def __init__(self) -> None:
        # When each label was first seen is of no use, and doubles the page.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        # With several workers the counts are in files (PROMETHEUS_MULTIPROC_DIR), and the registry is for names only.
        registry = self.registry = CollectorRegistry()
        name = "pomegraph_"
        self._requests = Counter(
            name + "requests", "Requests answered.", ["route", "method", "status"], registry=registry
        )
        self._queries = Counter(name + "queries", "Queries by how they ended.", ["outcome"], registry=registry)
        self._waiting = Histogram(
            name + "query_waiting_seconds", "Time from request to start.", buckets=_SECONDS, registry=registry
        )
        self._running = Histogram(
            name + "query_running_seconds", "Time from start to end.", buckets=_SECONDS, registry=registry
        )
        self._rows = Counter(name + "query_rows", "Rows and triples of results.", registry=registry)
        self._bytes = Counter(name + "query_bytes", "Bytes of results before compression.", registry=registry)
        self._kills = Counter(name + "kills", "Queries that were stopped, by reason.", ["reason"], registry=registry)
        self._lost = Counter(name + "log_lines_lost", "Lines of the log that nobody read in time.", registry=registry)
        self._cache = Counter(name + "cache_requests", "Look-ups of finished results.", ["result"], registry=registry)
        self._cache_size = Gauge(
            name + "cache_bytes", "Bytes of finished results.", multiprocess_mode="livesum", registry=registry
        )

    def count_request(self, route: str | None, method: str, status: int) -> None:
        """Count a request; of an address that is none the route is None."""
        self._requests.labels(route or "none", method if method in _METHODS else "other", str(status)).inc()

    def count_lost_line(self) -> None:
        """Count a line that is missing in the log of queries."""
        self._lost.inc()

    def count_lookup(self, *, found: bool, size: int) -> None:
        """Count a look-up in the cache, which now has a size in bytes."""
        self._cache.labels("hit" if found else "miss").inc()
        self._cache_size.set(size)

    def count_query(self, record: QueryRecord) -> None:
        """Count a query that has ended."""
        self._queries.labels(record.outcome).inc()
        if record.outcome in _STOPPED:
            self._kills.labels(record.outcome).inc()
        if record.has_run:
            self._waiting.observe(record.waited)
            self._running.observe(record.ran)
        self._rows.inc(record.rows)
        self._bytes.inc(record.size)


class WrittenCounts(Collector):
    """Reads the counts of all processes, but for files that a process has made and not written yet, or taken away.

    Args:
        folder: Where each process has its files.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterable[Metric]:
        """Return the counts of all processes together."""
        written = [str(file) for file in self._folder.glob("*.db") if _measure(file)]
        found: Iterable[Metric] = MultiProcessCollector.merge(written, accumulate=True)  # type: ignore[no-untyped-call]
        return found


def _measure(file: Path) -> int:
    with suppress(FileNotFoundError):
        return file.stat().st_size
    return 0


class _EngineState(Collector):
    """Reads the state of the engine when it is asked for, so that it is the same from every worker."""

    def __init__(self, engine: EngineClient) -> None:
        self._engine = engine

    def collect(self) -> Iterator[GaugeMetricFamily]:
        is_ready = self._engine.is_ready()
        yield GaugeMetricFamily("pomegraph_ready", "Whether queries are answered now.", int(is_ready))
        refused = int(self._engine.has_refused())
        yield GaugeMetricFamily("pomegraph_data_refused", "Whether newer data could not be opened.", refused)
        if is_ready:
            with suppress(EngineError):
                yield from self._collect_counts()

    def _collect_counts(self) -> Iterator[GaugeMetricFamily]:
        status, counts = self._engine.status, self._engine.count()
        yield GaugeMetricFamily("pomegraph_queries_running", "Queries that run now.", counts["running"])
        yield GaugeMetricFamily("pomegraph_queries_waiting", "Queries that wait for others.", counts["waiting"])
        if status.quads is not None:
            yield GaugeMetricFamily("pomegraph_quads", "Quads served.", status.quads)
        about = GaugeMetricFamily("pomegraph_info", "What is served by what.", labels=["version", "data", "store"])
        about.add_metric([__version__, status.version, status.store], 1)
        yield about


def get_metrics_blueprint(engine: EngineClient, meters: Meters) -> Blueprint:
    """Return the route of the counts."""
    blueprint = Blueprint("metrics", __name__)

    @blueprint.get("/metrics")
    def show() -> Response:
        registry = meters.registry
        if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            registry = CollectorRegistry()
            registry.register(WrittenCounts(Path(folder)))
        state = CollectorRegistry()
        state.register(_EngineState(engine))
        body = generate_latest(registry) + generate_latest(state)
        return Response(body, content_type=PROMETHEUS, headers={"Cache-Control": "no-store"})

    return blueprint
