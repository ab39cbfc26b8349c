"""The claims on a thing are listed kind by kind."""

from __future__ import annotations

from flask.testing import FlaskClient

from support.html_pages import read


def test_general_page_lists_claims_by_their_kinds(client: FlaskClient) -> None:
    page = read(client, "/target/left-sprocket")

    assert "Mechanism: 2 claims" in page.texts["h2"]
    assert any("calms" in text for text in page.texts["a"])
