"""What the web server needs; what it does is tested in running servers, in `tests/endpoint`."""

from __future__ import annotations

import pytest

from pomegraph.engine.limits import Limits
from pomegraph.serving.gunicorn import count_files


@pytest.mark.parametrize("more", [Limits(queries=1024), Limits(waiting=4096)])
def test_more_queries_need_more_files(more: Limits) -> None:
    assert count_files(more, 2) > count_files(Limits(), 2)


def test_each_query_that_runs_or_waits_has_its_connections() -> None:
    limits = Limits(queries=100, waiting=200)

    # The ends of its way, and a connection to the engine.
    assert count_files(limits, 1) > 3 * (limits.queries + limits.waiting)
