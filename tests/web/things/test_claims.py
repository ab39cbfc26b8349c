"""The claims on a thing are listed kind by kind."""

from __future__ import annotations

from flask.testing import FlaskClient

from support.html_pages import read


def test_general_page_lists_claims_by_their_kinds(client: FlaskClient) -> None:
    page = read(client, "/concept/calms")

    assert "Mechanism: 2 claims" in page.texts["h2"]
    assert any("calms" in text for text in page.texts["a"])


def test_kind_that_a_section_tells_is_not_listed_again(client: FlaskClient) -> None:
    headings = read(client, "/target/left-sprocket").texts["h2"]

    assert "What acts on it or through it" in headings
    assert [heading for heading in headings if heading.startswith("Mechanism")] == []
