"""Every importer is complete and has its page in the documentation."""

from __future__ import annotations

import pytest

from pomegraph.names import IDENTIFIER
from pomegraph.records.importers import IMPORTERS
from support.places import ROOT


@pytest.mark.parametrize("name", sorted(IMPORTERS))
def test_importer_tells_what_it_is(name: str) -> None:
    one = IMPORTERS[name]

    assert IDENTIFIER.fullmatch(one.name)
    assert all((one.label, one.licence, one.address.startswith("https://"), one.form in {"json", "yaml", "obo"}))


@pytest.mark.parametrize("name", sorted(IMPORTERS))
def test_importer_is_documented(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
