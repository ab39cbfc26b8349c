"""Below a path of another server: everything that leads somewhere leads below it, through a real nginx."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import quote_plus, urljoin, urlsplit

import httpx
import pytest

from pomegraph.release import Release
from support.html_pages import Page
from support.places import ROOT
from support.servers import Server, run_pomegraph, run_proxy

pytestmark = pytest.mark.slow
BROWSER = {"Accept": "text/html"}
# What has no page.
FOR_PROGRAMS = {".well-known/sparql-examples"}
# Attributes that lead somewhere.
LEADING = {"a": "href", "link": "href", "form": "action", "img": "src", "script": "src", "source": "srcset"}
HOST = "kg.example"


@dataclass(frozen=True, slots=True)
class Mount:
    """A server that is offered below a path, by the settings of the docs.

    Args:
        inside: The server itself.
        outside: The address below which nginx offers it.
    """

    inside: Server
    outside: str

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask as a client does that knows the proxy as another host."""
        return httpx.get(urljoin(self.outside, path), headers={"Host": HOST, **headers}, timeout=60)


def read_settings(language: str, address: str) -> str:
    """Return what the docs say to a proxy about a path, with the address of the server."""
    docs = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = docs.partition("### Below a path")[2].partition("\n## ")[0]
    found = re.search(rf"```{language}\n(.*?)```", section, re.DOTALL)
    assert found is not None
    return found[1].replace("127.0.0.1:8000", address.removeprefix("http://")).replace("example.org {", ":PORT {")


@pytest.fixture(scope="module")
def inside(real_release: Release) -> Iterator[Server]:
    flags = ["--release", str(real_release.folder), "--workers", "1", "--trusted-proxies", "127.0.0.1"]
    with run_pomegraph(*flags) as inside:
        yield inside


@pytest.fixture(scope="module")
def mount(inside: Server) -> Iterator[Mount]:
    with run_proxy("nginx", read_settings("nginx", inside.url), "/kg/") as proxy:
        yield Mount(inside, f"{proxy.url}/kg/")


@pytest.mark.parametrize(("name", "language"), [("apache2", "apache"), ("caddy", "caddy")])
def test_settings_of_other_proxies_do_the_same(inside: Server, name: str, language: str) -> None:
    said = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil"}
    with run_proxy(name, read_settings(language, inside.url), "/kg/") as proxy:
        mount = Mount(inside, f"{proxy.url}/kg/")
        openapi = mount.get("openapi.json", **said).json()
        part = mount.get("questions/adverse-events?limit=2", Accept="application/json")
        home = mount.get("", **BROWSER)
        graph = mount.get("graphs?graph=" + quote_plus("https://w3id.org/pomegraph/source/001-drug-monograph"))
        denied = [mount.get(path).status_code for path in ("metrics", "health/ready")]

    assert openapi["servers"] == [{"url": f"http://{HOST}/kg"}]
    links = re.findall(r"<([^>]*)>", part.headers["Link"])
    assert "/kg/questions/adverse-events?limit=2" in links
    assert [link for link in links if not link.startswith("/kg/questions/adverse-events")] == []
    assert [link for link in find_links(home) if is_ours(link) and not link.startswith(("/kg/", "#"))] == []
    assert graph.status_code == 200
    assert denied == [403, 403]


def test_editor_asks_below_the_path(mount: Mount, browser: Any) -> None:
    context = browser.new_context(base_url=mount.outside)
    page, asked = context.new_page(), list[str]()
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto("sparql")
    page.locator(".queries li").first.wait_for(state="attached")
    page.get_by_role("textbox", name="Query").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT * { ?claim pom:subject pomdrug:pomaly")
    option = page.get_by_role("option", name="pomdrug:pomalidomide")
    option.wait_for()
    context.close()

    assert {"/kg/editor.json", "/kg/search"} <= set(asked)
    assert [path for path in asked if not path.startswith("/kg/")] == []


# Things of a kind that are visited.
_MOST_THINGS = 10


def find_links(response: httpx.Response) -> set[str]:
    page = Page(response.text)
    return {str(found[LEADING[tag]]) for tag, found in page.elements if tag in LEADING and found.get(LEADING[tag])}


def is_ours(link: str) -> bool:
    return urlsplit(link).netloc in {"", HOST}


def test_every_link_of_every_page_leads_below_the_path(mount: Mount) -> None:
    found: dict[str, str] = {"": ""}
    waiting, wrong, stray = [""], [], []
    while waiting:
        path = waiting.pop()
        response = mount.get(path, **BROWSER)
        if response.status_code == 303:
            # A thing is no document, and leads to one.
            place = urlsplit(urljoin(f"http://{HOST}/kg/{path}", response.headers["Location"])).path
            found.setdefault(place.removeprefix("/kg/"), path)
            response = mount.get(place.removeprefix("/kg/"), **BROWSER)
        if response.status_code != 200 and path not in FOR_PROGRAMS:
            wrong.append((path, response.status_code, found[path]))
        if "text/html" not in response.headers["Content-Type"]:
            continue
        for link in filter(is_ours, find_links(response)):
            target = urlsplit(urljoin(f"http://{HOST}/kg/{path}", link))
            if not target.path.startswith("/kg/"):
                stray.append((path, link))
            # Of each page one, whatever it is asked for.
            name = target.path.removeprefix("/kg/")
            key = f"{name}?{target.query}" if target.query else name
            # Files of a release are as long as the data; of things some of each kind will do.
            kinds = Counter(each.partition("/")[0] for each in found if "/" in each)
            is_new = name not in {each.partition("?")[0] for each in found} and not name.startswith("release/")
            if is_new and (
                "/" not in name or name.startswith("questions/") or kinds[name.partition("/")[0]] < _MOST_THINGS
            ):
                found[key] = path
                waiting.append(key)

    assert stray == []
    assert wrong == []
    assert len(found) > 200


def test_headers_lead_below_the_path(mount: Mount) -> None:
    part = mount.get("questions/adverse-events?limit=2", Accept="application/json")
    named = mount.get("questions/adverse-events.csv?limit=2&offset=2")
    query = mount.get("sparql?query=ASK%7B%7D")
    graph = mount.get("graphs?default")

    for response in (part, named):
        links = re.findall(r"<([^>]*)>", response.headers["Link"])
        assert len(links) >= 2
        assert [link for link in links if not link.startswith("/kg/questions/adverse-events")] == []
        assert mount.get(links[-1]).status_code == 200
    assert part.headers["Content-Location"].startswith("/kg/questions/adverse-events.json?")
    assert query.headers["Content-Location"].startswith("/kg/sparql.json?")
    assert graph.headers["Content-Location"].startswith("/kg/graphs?")


def test_data_lead_below_the_path(mount: Mount) -> None:
    rows = mount.get("questions/adverse-events", Accept="application/json").json()
    listed = mount.get("questions", Accept="application/json").json()
    problem = mount.get("sparql?query=nonsense").json()

    assert {link[:4] for link in rows["links"].values()} == {"/kg/"}
    assert set(re.findall(r'"(/[^"/]*/)', json.dumps(listed))) == {"/kg/"}
    assert problem["type"] == "/kg/problems/query"
    assert mount.get(problem["type"], **BROWSER).status_code == 200


def test_same_answer_leads_elsewhere_for_who_asks_the_server_itself(mount: Mount) -> None:
    path = "/questions/adverse-events?limit=3"
    below, direct = (mount.get(path[1:], Accept="application/json"), httpx.get(mount.inside.url + path))

    assert below.json()["links"]["page"] == "/kg/questions/adverse-events"
    assert direct.json()["links"]["page"] == "/questions/adverse-events"
    assert below.headers["ETag"] != direct.headers["ETag"]
    assert below.json()["rows"] == direct.json()["rows"]


def test_descriptions_and_examples_name_the_host_and_the_path(mount: Mount) -> None:
    openapi = mount.get("openapi.json").json()
    service = mount.get("sparql", Accept="application/n-triples").text
    pages = [mount.get(path, **BROWSER).text for path in ("openapi", "questions/adverse-events")]

    assert openapi["servers"] == [{"url": f"http://{HOST}/kg"}]
    assert f"<http://{HOST}/kg/sparql> <http://www.w3.org/ns/sparql-service-description#endpoint>" in service
    for page in pages:
        commands = re.findall(r"curl '?([^\s']+)", unescape(re.sub(r"<[^>]+>", "", page)))
        assert commands
        assert [command for command in commands if not command.startswith(f"http://{HOST}/kg/")] == []
        assert mount.get(commands[0].removeprefix(f"http://{HOST}")).status_code == 200


def test_address_without_a_slash_and_one_too_many_lead_below_the_path(mount: Mount) -> None:
    for path in ("sparql/?query=ASK%7B%7D", "graphs/", "questions/"):
        response = mount.get(path, Accept="application/json;q=0.5, */*;q=0.1")
        location = response.headers.get("Location", "/kg/")

        assert response.status_code in {200, 301, 308, 404}
        assert urlsplit(location).path.startswith("/kg/")


def test_what_only_operators_need_is_denied(mount: Mount) -> None:
    assert [mount.get(path).status_code for path in ("metrics", "health/ready")] == [403, 403]


def test_what_a_client_says_of_host_and_path_is_not_heard(mount: Mount) -> None:
    said = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil"}
    below = mount.get("openapi.json", **said)
    with run_pomegraph("--data", str(ROOT / "ontology" / "pomegraph.ttl"), "--workers", "1") as server:
        direct = httpx.get(server.url + "/openapi.json", headers=said)

    assert below.json()["servers"] == [{"url": f"http://{HOST}/kg"}]
    assert direct.json()["servers"] == [{"url": server.url}]
