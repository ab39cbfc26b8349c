"""Writes what a new source or a new thing begins with into its place, and nothing over what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.errors import ContentError, Problem
from pomegraph.names import IDENTIFIER

if TYPE_CHECKING:
    from pathlib import Path

    from pomegraph.content.folder import Content
    from pomegraph.content.registers import Registry


def write_source_skeleton(content: Content, name: str, text: str) -> Path:
    """Write the file of a new source and return it.

    Raises:
        ContentError: the name is no identifier, or there is such a source.
    """
    path = content.root / "data" / "sources" / f"{name}.yaml"
    _check_name(name, content.place(path))
    if path.exists():
        raise _refuse(content.place(path), "there is such a source", "go on in that file, or choose another id")
    path.write_text(text, encoding="utf-8")
    return path


def write_thing_skeleton(content: Content, registry: Registry, kind: str, name: str) -> Path:
    """Put the row of a new thing of a class into its register, in order, and return the register.

    Raises:
        ContentError: the name is no identifier or is taken, or there is no register for the class.
    """
    one = registry.vocabulary.classes[kind]
    path = content.root / "data" / "registers" / f"{one.register}.tsv"
    place = content.place(path)
    if one.register is None or not path.exists():
        raise _refuse(place, f"no register for the class {kind}", "write the header id, label, altLabels into it first")
    _check_name(name, place)
    if name in registry.things:
        other = registry.things[name]
        raise _refuse(f"{other.file}:{other.line}", f"the id '{name}' is taken", "choose another id")
    header, *rows = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    columns = header.split("\t")
    known = {"id": name, "label": name.replace("-", " "), "class": kind}
    rows.append("\t".join(known.get(column, "") for column in columns))
    path.write_text("\n".join([header, *sorted(rows, key=lambda row: row.partition("\t")[0])]) + "\n", encoding="utf-8")
    return path


def _check_name(name: str, place: str) -> None:
    if not IDENTIFIER.fullmatch(name):
        raise _refuse(place, f"'{name}' is not an id", "use lower-case letters, digits and single hyphens")


def _refuse(place: str, message: str, cure: str) -> ContentError:
    return ContentError([Problem(place, 0, message, cure)])
