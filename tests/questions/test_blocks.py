"""Many things are listed for a few queries."""

from __future__ import annotations

import pytest

from pomegraph.questions.blocks import list_blocks

NAMES = [f"http://x/{number}" for number in range(5)]


@pytest.mark.parametrize(("at_once", "blocks"), [(1, 5), (2, 3), (5, 1), (6, 1)])
def test_every_name_is_in_one_block(at_once: int, blocks: int) -> None:
    found = list(list_blocks([*NAMES, *reversed(NAMES)], at_once))

    assert len(found) == blocks
    assert " ".join(found).split() == [f"<{name}>" for name in NAMES]


@pytest.mark.parametrize("name", ["", "drug/exampla", "http://x/a b", "http://x/> . ?s ?p ?o", 'http://x/"'])
def test_what_is_no_iri_is_left_out(name: str) -> None:
    assert list(list_blocks([name], 3)) == []
    assert list(list_blocks([name, NAMES[0]], 3)) == [f"<{NAMES[0]}>"]
