"""Where the ontology, the data and the queries lie: in a checkout, in a wheel or in a folder of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pomegraph.content.layers import Layer
from pomegraph.errors import ContentError, Problem


@dataclass(frozen=True, slots=True)
class Content:
    """A folder with `ontology/`, `data/` and `queries/`, and further layers that lie elsewhere."""

    root: Path
    more_layers: tuple[Path, ...] = ()

    @classmethod
    def default(cls) -> Self:
        """Return the content inside the wheel or, in a checkout, beside `server/`."""
        package = Path(__file__).parents[1]
        inside = package / "_content"
        return cls(inside if inside.is_dir() else package.parents[1])

    @property
    def ontology(self) -> Path:
        """The file of classes and properties."""
        return self.root / "ontology" / "pomegraph.ttl"

    @property
    def steering(self) -> Path:
        """The file of what steers the reading: directives on the terms of the ontology, pinned prefixes."""
        return self.root / "ontology" / "steering.ttl"

    @property
    def shapes(self) -> Path:
        """The file of SHACL shapes."""
        return self.root / "ontology" / "shapes.ttl"

    @property
    def registers(self) -> list[Path]:
        """The tables of things, sorted by stem."""
        return self._list("data/registers", "*.tsv")

    @property
    def mappings(self) -> Path:
        """The SSSOM table of identifiers elsewhere."""
        return self.root / "data" / "mappings.sssom.tsv"

    @property
    def verdicts(self) -> Path:
        """The table of verdicts that people gave on claims; may be missing."""
        return self.root / "data" / "verdicts.tsv"

    @property
    def aliases(self) -> Path:
        """The folder of tables with the words that people use for measures, drugs, diseases and the like."""
        return self.root / "data" / "aliases"

    @property
    def layers(self) -> list[Layer]:
        """What was imported, sorted by the names of the folders: those in `data/layers/`, and the further ones."""
        own = [Layer(path, self.place(path)) for path in (self.root / "data" / "layers").glob("[!.]*/")]
        more = [Layer(path, str(path)) for path in self.more_layers]
        return sorted([*own, *more], key=lambda layer: (layer.root.name, layer.place))

    @property
    def sources(self) -> list[Path]:
        """One file for each document, sorted by stem."""
        return self._list("data/sources", "*.yaml")

    @property
    def digests(self) -> list[Path]:
        """The tables of digests, sorted by stem."""
        return self._list("data/digests", "*.tsv")

    def digests_of(self, source: Path) -> Path:
        """Return the table of digests that belongs to a source file; may be missing."""
        return self.root / "data" / "digests" / f"{source.stem}.tsv"

    @property
    def queries(self) -> list[Path]:
        """One file for each question, sorted by stem."""
        return self._list("queries", "*.rq")

    @property
    def verified(self) -> Path:
        """When the answers to the questions were verified, and on which release; may be missing."""
        return self.root / "queries" / "verified.tsv"

    @property
    def users_words(self) -> Path:
        """What people say who ask each question; may be missing."""
        return self.root / "queries" / "words.tsv"

    @property
    def files(self) -> frozenset[Path]:
        """Every file that is read."""
        alone = (
            self.ontology,
            self.steering,
            self.shapes,
            self.mappings,
            self.verdicts,
            self.verified,
            self.users_words,
        )
        tables = (*self.registers, *self.digests, *self._list("data/aliases", "*.tsv"))
        imported = (path for layer in self.layers for path in layer.files)
        return frozenset((*alone, *tables, *self.sources, *self.queries, *imported))

    def _list(self, folder: str, pattern: str) -> list[Path]:
        return sorted((self.root / folder).glob(pattern), key=lambda path: path.stem)

    def place(self, path: Path) -> str:
        """Return how messages call a file: its path inside the content, with forward slashes."""
        return path.relative_to(self.root).as_posix()

    def require(self) -> None:
        """Raise a `ContentError` unless the files are there without which nothing can be read."""
        cure = "give the folder that holds ontology/, data/ and queries/"
        needed = (self.ontology, self.steering, self.shapes, self.mappings)
        problems = [Problem(self.place(path), 0, "no such file", cure) for path in needed if not path.is_file()]
        if not self.sources:
            problems.append(Problem("data/sources", 0, "no source file", cure))
        if problems:
            raise ContentError(problems)
