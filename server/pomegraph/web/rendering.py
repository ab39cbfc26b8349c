"""Writes triples that were made here, with those prefixes that they use."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pomegraph.stores.writing import write_graph

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyoxigraph import Triple


def render_triples(triples: Sequence[Triple], form: str, prefixes: Mapping[str, str]) -> bytes:
    """Return triples in the format of a name.

    Raises:
        FormatUnfitError: the format cannot hold them.
    """
    output, written = io.BytesIO(), "\n".join(map(str, triples))
    write_graph(triples, form, output, {prefix: space for prefix, space in prefixes.items() if f"<{space}" in written})
    return output.getvalue()
