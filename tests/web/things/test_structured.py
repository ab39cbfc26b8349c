"""What search engines are told of a thing."""

from __future__ import annotations

import json
import re
from typing import Any

from flask.testing import FlaskClient

from support.asked import EXAMPLAMIDE


def read_structured(client: FlaskClient, path: str) -> Any:
    """Return the data block of a page; None if it has none."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text, re.DOTALL)
    return json.loads(found[1]) if found else None


def test_drug_is_told_as_a_drug(client: FlaskClient) -> None:
    told = read_structured(client, "/drug/exemplamide.html")

    assert (told["@type"], told["@id"], told["name"]) == ("Drug", EXAMPLAMIDE, "exemplamide")
    assert "Exampla" in told["alternateName"]
    assert told["identifier"] == ["http://purl.obolibrary.org/obo/CHEBI_1"]
    assert told["subjectOf"]["url"] == "http://localhost/drug/exemplamide.html"


def test_trial_is_told_as_a_trial(client: FlaskClient) -> None:
    told = read_structured(client, "/trial/rotor-1.html")

    assert told["@type"] == "MedicalTrial"


def test_what_schema_org_has_no_class_for_is_not_told(client: FlaskClient) -> None:
    assert read_structured(client, "/topic/" + find_topic(client) + ".html") is None


def find_topic(client: FlaskClient) -> str:
    found = re.search(r"/topic/([0-9a-f]{20})>", client.get("/drug/exemplamide.nt").text)
    assert found is not None
    return found[1]


def test_data_block_is_no_script_that_runs(client: FlaskClient) -> None:
    response = client.get("/drug/exemplamide.html")

    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert re.findall(r"<script(?! type=\"application/ld\+json\")[^>]*>(?!</script>)", response.text) == []
