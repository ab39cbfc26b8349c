"""`release.json`: what a release says of itself, so that nobody need guess it back from the other files."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from pomegraph.errors import ReleaseError

if TYPE_CHECKING:
    from collections.abc import Mapping

MANIFEST = "release.json"
# What is added to the format raises the second number, and readers pass over it; any other change raises the first.
_MAJOR, _MINOR = 1, 0


@dataclass(frozen=True, slots=True)
class FileFacts:
    """How many bytes a file has, and the SHA-256 of them."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release says of itself.

    Args:
        base: What the IRIs of things begin with.
        prefixes: Namespaces by prefix.
        triples: How many the default graph has.
        quads: How many there are in all graphs.
        graphs: How many triples each named graph has, by its IRI.
        files: The files beside this one, but for those of the database and the two files of sums.
        pomegraph: The version of the program that built it.
        ontology: The version of the ontology, if it names one.
    """

    base: str
    prefixes: Mapping[str, str]
    triples: int
    quads: int
    graphs: Mapping[str, int]
    files: Mapping[str, FileFacts] = field(default_factory=dict)
    pomegraph: str = ""
    ontology: str | None = None

    def to_json(self) -> str:
        """Return the text of the file, which is the same for the same facts."""
        said = {
            "format": f"{_MAJOR}.{_MINOR}",
            "versions": {"pomegraph": self.pomegraph, "ontology": self.ontology},
            "base": self.base,
            "prefixes": dict(self.prefixes),
            "counts": {"triples": self.triples, "quads": self.quads, "graphs": dict(self.graphs)},
            "files": {name: asdict(facts) for name, facts in self.files.items()},
        }
        return json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def read_manifest(data: bytes) -> Manifest:
    """Return what a file says; keys that are not known are passed over.

    Raises:
        ReleaseError: it is not such a file, or of a format that is not known. The name of the file is left to say.
    """
    try:
        said = json.loads(data)
        if str(said["format"]).partition(".")[0] != str(_MAJOR):
            raise ReleaseError(
                f"has the format {said['format']}, and this version of Pomegraph reads {_MAJOR}.x",
                "install the version that built the release, or build it again",
            )
        return _make_manifest(said)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(f"is not the description of a release ({type(error).__name__}: {error})") from error


def _make_manifest(said: dict[str, Any]) -> Manifest:
    counts, versions = said["counts"], said["versions"]
    return Manifest(
        base=str(said["base"]),
        prefixes={prefix: str(namespace) for prefix, namespace in said["prefixes"].items()},
        triples=int(counts["triples"]),
        quads=int(counts["quads"]),
        graphs={name: int(count) for name, count in counts["graphs"].items()},
        files={name: FileFacts(int(facts["bytes"]), str(facts["sha256"])) for name, facts in said["files"].items()},
        pomegraph=str(versions["pomegraph"]),
        ontology=versions["ontology"],
    )
