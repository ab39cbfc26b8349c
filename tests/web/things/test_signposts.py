"""Links by which programs find their way: FAIR Signposting."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from support.addressed import read_links
from support.asked import BASE, EXAMPLAMIDE

HERE = "http://localhost/drug/exemplamide"
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"


def test_page_says_what_it_is_a_page_of(client: FlaskClient) -> None:
    links = read_links(client.get("/drug/exemplamide.html"))

    assert ("cite-as", EXAMPLAMIDE, "") in links
    assert ("license", LICENCE, "") in links
    assert ("canonical", f"{HERE}.html", "") in links
    assert ("describedby", f"{HERE}.ttl", "text/turtle") in links
    assert ("collection", "http://localhost/void", "text/turtle") in links
    assert {target for relation, target, _ in links if relation == "type"} >= {
        "https://schema.org/AboutPage",
        "https://schema.org/Drug",
        f"{BASE}ontology#Drug",
    }


def test_document_says_which_page_it_describes(client: FlaskClient) -> None:
    links = read_links(client.get("/drug/exemplamide.ttl"))

    assert ("describes", f"{HERE}.html", "text/html") in links
    assert ("alternate", f"{HERE}.nt", "application/n-triples") in links
    assert f"{HERE}.ttl" not in {target for _, target, _ in links}


@pytest.mark.parametrize("path", ["drug/exemplamide", "drug/exemplamide.html", "drug/exemplamide.ttl"])
def test_every_link_leads_somewhere(client: FlaskClient, path: str) -> None:
    targets = [target for _, target, _ in read_links(client.get(f"/{path}")) if target.startswith("http://localhost/")]

    assert len(targets) >= 7
    assert [one for one in targets if client.get(one.removeprefix("http://localhost")).status_code != 200] == []
