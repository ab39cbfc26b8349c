"""What was found is shown as links, also where data have no base of ours."""

from __future__ import annotations

from pomegraph.search.finder import Finder
from support.endpoint import make_client


def test_foreign_data_are_searched_by_questions_alone() -> None:
    page = make_client().get("/search?q=fruit", headers={"Accept": "text/html"})

    assert page.status_code == 200
    assert "What claims say" not in page.text
    assert Finder.__doc__
