"""The files of the release: whole or in parts, with their checksums."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from support.asked import BROWSER
from support.endpoint import make_client
from support.html_pages import read

FILES = [
    "links.ttl",
    "mappings.sssom.tsv",
    "open-points.csv",
    "open-points.csv-metadata.json",
    "pomegraph.nq",
    "pomegraph.ttl",
    "pomegraph.trig",
    "release.json",
    "SHA256SUMS",
    "tables.csv-metadata.json",
    "things.csv",
    "void.ttl",
]
TYPES = {
    "things.csv": "text/csv",
    "tables.csv-metadata.json": "application/csvm+json",
    "release.json": "application/json",
}


def fetch(client: FlaskClient, path: str, headers: dict[str, str] | None = None) -> TestResponse:
    """Return a response that is read and closed, as a server does it: a file is open until then."""
    response = client.get(path, headers=headers)
    response.get_data()
    response.close()
    return response


@pytest.mark.parametrize("name", FILES)
def test_file_is_given_as_it_is(client: FlaskClient, built: Path, name: str) -> None:
    response = fetch(client, f"/release/{name}", {"Accept-Encoding": "gzip, br, zstd"})
    data = (built / "release" / name).read_bytes()

    assert response.data == data
    assert response.headers["ETag"] == f'"{hashlib.sha256(data).hexdigest()}"'
    digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
    assert response.headers["Repr-Digest"] == f"sha-256=:{digest}:"


def test_part_of_a_file_is_given(client: FlaskClient, built: Path) -> None:
    data = (built / "release" / "pomegraph.ttl").read_bytes()
    response = fetch(client, "/release/pomegraph.ttl", {"Range": "bytes=100-199"})

    assert (response.status_code, response.data) == (206, data[100:200])
    assert response.headers["Content-Range"] == f"bytes 100-199/{len(data)}"


def test_download_is_continued_only_of_the_same_file(client: FlaskClient) -> None:
    tag = fetch(client, "/release/pomegraph.ttl").headers["ETag"]
    same = fetch(client, "/release/pomegraph.ttl", {"Range": "bytes=100-", "If-Range": tag})
    other = fetch(client, "/release/pomegraph.ttl", {"Range": "bytes=100-", "If-Range": '"other"'})

    assert (same.status_code, other.status_code) == (206, 200)


def test_part_past_the_end_is_refused(client: FlaskClient) -> None:
    assert fetch(client, "/release/links.ttl", {"Range": "bytes=99999999-"}).status_code == 416


def test_file_that_a_client_has_is_not_sent_again(client: FlaskClient) -> None:
    tag = fetch(client, "/release/links.ttl").headers["ETag"]

    assert fetch(client, "/release/links.ttl", {"If-None-Match": tag}).status_code == 304


def test_sums_are_those_of_the_files_as_they_are_given(client: FlaskClient) -> None:
    for line in fetch(client, "/release/SHA256SUMS").text.splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(fetch(client, f"/release/{name}").data).hexdigest() == digest


@pytest.mark.parametrize("name", ["none.ttl", "store", "store.SHA256SUMS", "..%2Fcontent", "%2e%2e", "store%2FCURRENT"])
def test_nothing_else_is_given(client: FlaskClient, name: str) -> None:
    assert fetch(client, f"/release/{name}").status_code == 404


@pytest.mark.parametrize(("name", "kind"), TYPES.items())
def test_type_is_that_of_the_file(client: FlaskClient, name: str, kind: str) -> None:
    assert fetch(client, f"/release/{name}").mimetype == kind


def test_list_is_a_page_and_data(client: FlaskClient) -> None:
    files = fetch(client, "/release").get_json()["files"]

    others = ["claims.csv", "ontology.ttl", "outcomes.csv", "shapes.ttl"]

    assert [file["name"] for file in files] == sorted([*FILES, *others], key=str.lower)
    assert "pomegraph.ttl" in read(client, "/release").texts["a"]
    assert fetch(client, "/release", {"Accept": BROWSER}).mimetype == "text/html"


def test_other_data_have_no_files() -> None:
    client = make_client()

    assert [fetch(client, path).status_code for path in ("/release", "/release/pomegraph.ttl")] == [404, 404]
