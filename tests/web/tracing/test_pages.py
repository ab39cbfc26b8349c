"""The page of what was told of figures."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from pomegraph.content.folder import Content
from pomegraph.release import Release
from support.asked import BROWSER
from support.html_pages import Page, read
from support.traced import TABLE, make_tracing_client


@pytest.fixture(scope="module")
def client(real: Content, real_release: Release) -> FlaskClient:
    return make_tracing_client(real, real_release)


def test_row_is_shown_with_what_it_said(client: FlaskClient) -> None:
    page = Page(client.post("/trace", data={"table": TABLE}, headers={"Accept": BROWSER}).text)

    assert page.texts["th"] == ["row", "figure", "verdict", "trials", "reason", "primary claims"]
    assert any(text.startswith("MM-003 overall response rate 31 to 35 %") for text in page.texts["td"])


def test_verdicts_are_explained(client: FlaskClient) -> None:
    page = read(client, "/trace")

    assert {"confirm", "attribute", "correct", "keep", "several", "none", "doubtful"} <= set(page.texts["dt"])
    assert {"trial", "regimen", "measure", "value"} <= set(page.texts["code"])


def test_page_says_that_it_is_no_advice(client: FlaskClient) -> None:
    response = client.post("/trace", data={"table": TABLE}, headers={"Accept": BROWSER})

    assert "no medical advice" in response.text
