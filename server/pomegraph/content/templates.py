"""Renders what a curator begins with: a source, a claim of a kind, a row of a register, with the keys that it takes.

The keys follow from the ontology. What stands first, and what is shown as a value, follows from what is there already.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pomegraph.wording import with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pomegraph.content.ontology import Property
    from pomegraph.content.registers import Registry, Thing
    from pomegraph.content.usage import Usage

# Values of a list that are named beside a key.
_MOST_NAMED = 8
# Kinds of claims that a template of a source shows.
_MOST_KINDS = 8
# Column at which the remark on a key begins, if the key leaves it free.
_REMARK = 46
_ANYWHERE = ("Claim", "Report")
_EXAMPLES = {
    "boolean": "true", "date": "2026-01-31", "decimal": "1.5", "integer": "1", "gYear": "2026", "string": "a text",
    "anyURI": "https://example.org/", "hexBinary": "00", "partialDate": "2026-01",
}  # fmt: skip


class TemplateWriter:
    """Renders templates for one content.

    Args:
        registry: Its things and its ontology.
        usage: What its sources use.
    """

    def __init__(self, registry: Registry, usage: Usage) -> None:
        self._registry, self._vocabulary, self._usage = registry, registry.vocabulary, usage

    def list_kinds(self) -> list[str]:
        """Return what there can be claims of: their kinds, and the classes of what a statement may be about."""
        classes = self._vocabulary.classes
        return [name for name, one in classes.items() if "Claim" in one.ancestors or "Thing" in one.ancestors]

    def list_source_kinds(self) -> list[str]:
        """Return what kinds of sources there are."""
        return [one.id for one in self._registry.things.values() if one.get("scheme") == ["source-kind"]]

    def find_keys(self, kind: str) -> list[Property]:
        """Return the keys of a claim of a kind, the most used first, what the report has last."""
        keys = [one for one in self._vocabulary.properties.values() if self._is_key(one, kind)]
        used = self._usage.keys
        return sorted(
            keys, key=lambda one: (one.domain == "Report", -used[kind, one.name], one.domain == "Claim", one.name)
        )

    def _is_key(self, prop: Property, kind: str) -> bool:
        if prop.derived:
            return False
        if prop.domain in _ANYWHERE or self._vocabulary.is_claim(kind):
            return prop.domain in {*_ANYWHERE, kind}
        return self._vocabulary.is_a(prop.domain, "Thing") and self._vocabulary.is_a(kind, prop.domain)

    def render_claim(self, kind: str, *, subject: str = "", keys: Iterable[Property] | None = None) -> str:
        """Return a claim of a kind, or a statement about a thing of a class, with all its keys or some as comments."""
        if self._vocabulary.is_claim(kind):
            lines = [f"- claim: {kind}"]
        else:
            lines = ["- claim: Statement", f"  subject: {subject or self._find_thing(kind)}"]
        lines += map(self._render_key, self.find_keys(kind) if keys is None else keys)
        return "\n".join(lines) + "\n"

    def _render_key(self, prop: Property) -> str:
        line = f"  # {prop.name}: {self.find_example(prop)}"
        return f"{line:<{_REMARK}}  # {self._explain(prop)}"

    def find_example(self, prop: Property) -> str:
        """Return a value that a key may have, as it is written in YAML."""
        # What a source says in words of its own is no example.
        value = "" if prop.domain == "Report" and prop.range == "string" else self._usage.find_example(prop.name)
        if not value and prop.names_thing:
            value = next((one.id for one in self._list_values(prop)), "")
        value = value or _EXAMPLES.get(prop.range, "")
        return f'"{value}"' if prop.range == "string" and value[:1] not in {"", '"'} and not value.isalpha() else value

    def _explain(self, prop: Property) -> str:
        several = "" if prop.functional else "; several in a list stay together"
        if not prop.names_thing:
            return f"{with_article(prop.range)}{several}"
        values = [one.id for one in self._list_values(prop)]
        if len(values) <= _MOST_NAMED:
            return f"{', '.join(values)}{several}"
        one = self._vocabulary.classes[prop.range]
        which = f"concept of the scheme {prop.scheme}" if prop.scheme else one.label
        place = f" of data/registers/{one.register}.tsv" if one.register else ""
        return f"{with_article(which)}{place}{several}"

    def _list_values(self, prop: Property) -> Iterator[Thing]:
        things = self._registry.things.values()
        return (one for one in things if self._registry.fits(prop, one))

    def _find_thing(self, kind: str) -> str:
        return next((one.id for one in self._registry.things.values() if one.kind == kind), "")

    def render_source(self, name: str, kind: str, today: str) -> str:
        """Return the file of a source of a kind, with the claims that such sources make most often.

        Args:
            name: The identifier of the source.
            kind: Of which kind it is.
            today: The date of retrieval.
        """
        page = kind == "secondary-page"
        head = [
            f"source: {name}",
            "label:  # what people call it",
            f"kind: {kind}",
            *(["file:  # the name of the document"] if page else []),
            'version:  # as the source prints it, in quotes ("2/2025"); or date:',
            "address:  # where it was read",
            f"retrieved: {today}",
            "licence:  # as it was seen; take the line out if none was",
            "seenAs: section  # what was read: full-text, section, abstract, digest (what somebody else tells of it)",
            "jurisdiction:  # where its rules hold; take the line out if it gives none",
            "passages:",
            *(["  - lines:  # 3-4", "    heading:  # the heading above"] if page else ["  - section:  # its heading"]),
            "    claims:",
        ]
        used = self._usage.kinds.get(kind) or sum(self._usage.kinds.values(), start=Counter())
        kinds = sorted(used, key=lambda one: (-used[one], one))[:_MOST_KINDS]
        claims = "\n".join(map(self._render_used, kinds)).splitlines()
        body = "".join(f"      #{line}\n" if line else "\n" for line in claims)
        return "\n".join(head) + "\n" + body

    def _render_used(self, kind: str) -> str:
        keys = [one for one in self.find_keys(kind) if self._usage.keys[kind, one.name]]
        return self.render_claim(kind, keys=keys).replace("\n  # ", "\n  ")
