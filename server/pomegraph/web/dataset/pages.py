"""The page about the data as a whole: how much of what, under which licence, in which files, and how to cite it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, render_template, url_for

from pomegraph.content.layers import LICENCES
from pomegraph.names import DCTERMS, POM, RDFS
from pomegraph.sparql.formats import GRAPH_FORMATS
from pomegraph.sparql.results import read_table
from pomegraph.version import __version__
from pomegraph.web.headers import mark_checked
from pomegraph.web.things.signposts import LICENCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.release import FileFacts
    from pomegraph.web.questions.request import QuestionService
    from pomegraph.web.release_files import ReleaseFiles

TITLE = "Pomegraph: what documents say about cancer drugs"
ABOUT = (
    "An evidence graph for cancer drugs: claims about drugs, each with the passages of the documents that report it, "
    "with what primary sources make of it, and where documents disagree."
)
KEYWORDS = ["oncology", "drugs", "evidence", "provenance", "RDF", "SPARQL"]
_KINDS = f"""\
PREFIX pom: <{POM}> PREFIX rdfs: <{RDFS}>
SELECT ?class ?label (COUNT(?one) AS ?number) WHERE {{
  ?one a ?class . ?class rdfs:isDefinedBy <{POM.removesuffix("#")}> ; rdfs:label ?label
}} GROUP BY ?class ?label ORDER BY DESC(?number) ?label LIMIT 200"""
_DOWNLOADS = {
    ".ttl": "text/turtle",
    ".trig": "application/trig",
    ".nq": "application/n-quads",
    ".csv": "text/csv",
}
_NAMES = {address: name for name, address in LICENCES.items()}


def respond_dataset(service: QuestionService, files: ReleaseFiles) -> Response:
    """Return the page about the data."""
    status, found = service.engine.status, files.list_all()
    root, licences = url_for("home.show", _external=True), list_licences(files, status.base)
    page = render_template(
        "dataset.html",
        status=status,
        about=ABOUT,
        kinds=read_table(service.results.ask(_KINDS).body).rows if status.base else (),
        files=found,
        licences={one: _NAMES.get(one, one) for one in licences},
        forms=GRAPH_FORMATS.values(),
        structured=describe_dataset(status.base, root, found, licences) if status.base else None,
    )
    response = Response(page)
    mark_checked(response)
    links = [f'<{root}void>; rel="canonical"']
    links += [f'<{one}>; rel="license"' for one in licences if _is_address(one)]
    links += [f'<{status.base}dataset>; rel="cite-as"'] if status.base else []
    links += ['<https://schema.org/Dataset>; rel="type"', '<https://schema.org/AboutPage>; rel="type"']
    links += [
        f'<{root}void.{each.extension}>; rel="describedby"; type="{each.media_type}"' for each in GRAPH_FORMATS.values()
    ]
    links += [f'<{root}release/{name}>; rel="item"' for name in found]
    response.headers["Link"] = ", ".join(links)
    return response


def list_licences(files: ReleaseFiles, base: str | None) -> list[str]:
    """Return the licences of the data, by address or by name: that of the content, and those of layers beside it."""
    told = {
        str(getattr(one.object, "value", ""))
        for one in files.read_description()
        if one.predicate.value == f"{DCTERMS}license" and getattr(one.subject, "value", "") == f"{base}dataset"
    }
    return [LICENCE, *sorted(told - {LICENCE, ""})]


def _is_address(licence: str) -> bool:
    return licence.startswith(("http://", "https://"))


def describe_dataset(base: str, root: str, files: dict[str, FileFacts], licences: Sequence[str]) -> dict[str, Any]:
    """Return what search engines are told of the data, by schema.org and Google's rules for datasets."""
    publisher = {"@type": "Organization", "@id": base, "name": "Pomegraph", "url": root}
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{base}dataset",
        "name": TITLE,
        "description": ABOUT,
        "url": f"{root}void",
        "identifier": f"{base}dataset",
        "keywords": KEYWORDS,
        "license": licences[0] if len(licences) == 1 else list(licences),
        "isAccessibleForFree": True,
        "version": __version__,
        "creator": publisher,
        "publisher": publisher,
        "includedInDataCatalog": {"@type": "DataCatalog", "name": "Pomegraph", "url": root},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": name,
                "contentUrl": f"{root}release/{name}",
                "contentSize": f"{facts.bytes} B",
                "encodingFormat": kind,
                "sha256": facts.sha256,
            }
            for name, facts in files.items()
            for ending, kind in _DOWNLOADS.items()
            if name.endswith(ending)
        ],
    }
