"""Writes a layer as a folder: beside what is there first, and then in its place."""

from __future__ import annotations

import hashlib
import json
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pomegraph.content.layers import FORMAT, LAYER_FILE, LICENCES
from pomegraph.errors import ReleaseError
from pomegraph.names import BASE
from pomegraph.records.gathering import render_sources, render_things

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pomegraph.records.context import Context
    from pomegraph.records.converted import Importer
    from pomegraph.records.gathering import Gathered

_COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification", "confidence")


@contextmanager
def make_layer_workplace(folder: Path) -> Iterator[Path]:
    """Give an empty folder beside the one where a layer is to be; it is gone afterwards.

    Raises:
        ReleaseError: there is something else than a layer, or it cannot be written there.
    """
    folder = folder.resolve()
    if folder.exists() and not (folder / LAYER_FILE).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise ReleaseError(f"{folder}: exists and is not a layer; move it away or choose another --output")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.part-", dir=folder.parent) as name:
            yield Path(name)
    except OSError as error:
        raise ReleaseError(f"{folder}: cannot write the layer ({error.strerror or error})") from error


def write_layer(folder: Path, importer: Importer, context: Context, found: Gathered) -> None:
    """Write a layer beside the claims that were gathered in a workplace, and put it in the place of the one before."""
    folder, work = folder.resolve(), found.claims.parent
    part = work / folder.name
    part.mkdir()
    found.claims.rename(part / found.claims.name)
    texts = {
        "sources.tsv": render_sources(found.sources),
        "things.tsv": render_things(found.things),
        "mappings.sssom.tsv": _render_mappings(importer, context, found),
    }
    for name, text in texts.items():
        (part / name).write_text(text, encoding="utf-8", newline="\n")
    digests = {path.name: _digest_file(path) for path in sorted(part.iterdir())}
    text = _render_manifest(importer, context, found, digests)
    (part / LAYER_FILE).write_text(text, encoding="utf-8", newline="\n")
    if folder.exists():
        folder.rename(work / "before")
    part.rename(folder)


def _digest_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _render_manifest(importer: Importer, context: Context, found: Gathered, digests: dict[str, str]) -> str:
    said: dict[str, Any] = {
        "format": FORMAT,
        "importer": importer.name,
        "label": importer.label,
        "licence": importer.licence,
        "address": importer.address,
        "version": context.edition.version or _find_version(found),
        "retrieved": context.edition.retrieved,
        "counts": dict(found.counts),
        "unresolved": [
            {"kind": one.kind, "text": one.text, "reason": one.reason, "times": one.times, "first": one.first}
            for one in found.unresolved
        ],
        "leftOut": [{"place": one.place, "reason": one.reason} for one in found.left_out],
        "files": digests,
    }
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def _find_version(found: Gathered) -> str:
    """Return the version that the sources of the layer have, if it is one for all."""
    versions = {dict(one.details).get("version", "") for one in found.sources}
    return versions.pop() if len(versions) == 1 else ""


def _render_mappings(importer: Importer, context: Context, found: Gathered) -> str:
    """Return the mappings of a layer in SSSOM, with the prefixes that they need."""
    things = {thing.id: thing for thing in found.things}
    classes = context.registry.vocabulary.classes
    spaces = {prefix.name: prefix.namespace for prefix in context.registry.vocabulary.prefixes}
    segments = {name: classes[thing.kind].segment or "thing" for name, thing in things.items()}
    rows, used = [], {"semapv": spaces["semapv"], "skos": spaces["skos"]}
    for one in found.mappings:
        prefix = max(
            (name for name in spaces if one.object.startswith(spaces[name])), key=lambda name: len(spaces[name])
        )
        ours = f"pom{segments[one.subject].replace('-', '_')}"
        used |= {prefix: spaces[prefix], ours: f"{BASE}{segments[one.subject]}/"}
        justification = one.justification.replace(spaces["semapv"], "semapv:")
        target = f"{prefix}:{one.object.removeprefix(spaces[prefix])}"
        label = things[one.subject].label
        rows.append((f"{ours}:{one.subject}", label, f"skos:{one.predicate}", target, justification, one.confidence))
    head = [
        f"# mapping_set_id: {BASE}mappings/{importer.name}",
        f"# mapping_set_title: Identifiers of the things of {importer.label}",
        f"# license: {LICENCES.get(importer.licence, importer.address)}",
        "# curie_map:",
        *(f"#   {name}: {used[name]}" for name in sorted(used)),
        "\t".join(_COLUMNS),
    ]
    return "".join(line + "\n" for line in (*head, *("\t".join(row) for row in rows)))
