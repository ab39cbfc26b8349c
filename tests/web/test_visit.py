"""What is kept of a request for the hooks of Flask: of this request, and in one place."""

from __future__ import annotations

import re

from flask import Flask

from pomegraph.web.visit import begin_visit, get_visit
from support.endpoint import ask, make_client
from support.places import ROOT

BROWSER = "text/html"


def test_record_of_a_query_has_the_id_of_its_request() -> None:
    with Flask(__name__).test_request_context():
        begin_visit("mine")
        record = get_visit().start_record("ASK {}", "sparql")

        assert (record.request_id, record.query, record.route) == ("mine", "ASK {}", "sparql")
        assert get_visit().record is record


def test_request_knows_nothing_of_the_one_before() -> None:
    client = make_client()
    first, second = ask(client, "SELECT ?fruit", BROWSER), client.get("/nothing", headers={"Accept": BROWSER})

    assert "SELECT ?fruit</textarea>" in first.text
    assert "textarea" not in second.text
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]


def test_nothing_else_is_kept_beside_the_arguments() -> None:
    modules = (ROOT / "server" / "pomegraph").rglob("*.py")
    keeping = [path.name for path in modules if re.search(r"from flask import .*\bg\b|flask[.]g\b", path.read_text())]

    assert keeping == ["visit.py"]
