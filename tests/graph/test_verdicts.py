"""Verdicts on what a page says, by what primary sources say; those of people take the place of those derived."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from pomegraph.content.folder import Content
from pomegraph.content.ontology import read_vocabulary
from pomegraph.content.registers import Registry, read_registry
from pomegraph.content.sources import read_source
from pomegraph.content.verdicts import CuratedVerdict, Selector
from pomegraph.errors import Problem
from pomegraph.evidence.words import Words, read_words
from pomegraph.graph.triples import Terms, identify
from pomegraph.graph.verdicts import VerdictBuilder
from pomegraph.names import Names
from support.places import ROOT

CASES = yaml.safe_load((Path(__file__).parent / "verdicts.yaml").read_text(encoding="utf-8"))
PAGE = "900-page"
FIGURE = {"claim": "Outcome", "trial": "mm-003", "measure": "median-overall-survival", "value": 11.9, "unit": "month"}
DOSE = {"claim": "Dose", "drug": "pomalidomide", "disease": "multiple-myeloma", "value": 4, "unit": "mg"}


@pytest.fixture(scope="module")
def registry() -> Registry:
    problems: list[Problem] = []
    registry = read_registry(Content(ROOT), read_vocabulary(Content(ROOT)), problems)
    assert problems == []
    return registry


@pytest.fixture(scope="module")
def words() -> Words:
    return read_words(Content(ROOT).aliases)


class Judge:
    """Puts pages and primary sources before a builder of verdicts."""

    def __init__(self, registry: Registry, words: Words, root: Path) -> None:
        self._registry, self._words, self._content = registry, words, Content(root)

    def judge(self, claims: list[Any], primary: list[Any], curated: tuple[CuratedVerdict, ...] = ()) -> list[Any]:
        """Return the verdicts as dictionaries of their properties."""
        terms = Terms(self._registry, Names())
        builder = VerdictBuilder(terms, curated, self._content.root / "primary")
        kinds = [{"kind": "secondary-page", "claims": claims}, *({"kind": "label", **one} for one in primary)]
        for number, one in enumerate(kinds, 900):
            name = PAGE if number == 900 else f"{number}-label"
            problems: list[Problem] = []
            source = read_source(self._content, self._write(name, one), self._registry, problems)
            assert source is not None, problems
            builder.add(source, [identify(terms, claim) for passage in source.passages for claim in passage.claims])
        return [_read(end) for lines in builder.build(self._words) for end in lines.values()]

    def _write(self, name: str, said: dict[str, Any]) -> Path:
        path = self._content.root / "data" / "sources" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        passage = {"section": "1", "claims": said.pop("claims")}
        head = {"source": name, "label": name, **said}
        text = {name: value if isinstance(value, list) else str(value) for name, value in head.items()}
        path.write_text(yaml.safe_dump({**text, "passages": [passage]}, sort_keys=False), encoding="utf-8")
        return path


def _read(ends: set[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for end in sorted(ends):
        predicate, value = re.fullmatch(r" <[^>]*[#/](\w+)> (.*)", end, re.DOTALL).groups()  # type: ignore[union-attr]
        found.setdefault(predicate, []).append(value.strip('"<>').rpartition("/")[2] if value[0] == "<" else value)
    return found


@pytest.fixture
def judge(registry: Registry, words: Words, tmp_path: Path) -> Judge:
    return Judge(registry, words, tmp_path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_verdict_is_that_of_the_table(judge: Judge, case: dict[str, Any]) -> None:
    found = judge.judge([case["says"]], case["primary"])

    assert [one["verdict"] for one in found] == ([[case["verdict"]]] if case["verdict"] else [])
    if found:
        assert found[0]["confidence"] == [f"{case['confidence']}-confidence"]
        assert found[0].get("attributedTo", []) == case.get("trials", [])
        assert found[0]["derivation"] == ["derived"]


def test_table_has_every_verdict(registry: Registry) -> None:
    known = {thing.id for thing in registry.things.values() if thing.get("scheme") == ["verdict"]}

    assert {case["verdict"] for case in CASES} - {""} == known


def test_grounds_are_a_sentence_that_names_the_source(judge: Judge) -> None:
    (found,) = judge.judge([DOSE], [{"claims": [DOSE]}])

    assert found["grounds"] == ['"901-label says the same."']
    assert found["primaryClaim"] == found["judges"]


def curate(verdict: str, *primary: Selector) -> CuratedVerdict:
    page = Selector(PAGE, "1", "Outcome", (("value", "11.9"),))
    return CuratedVerdict(page, verdict, primary, "So it is.", "high-confidence", 2)


def test_curated_verdict_takes_the_place_of_the_derived_one(judge: Judge) -> None:
    label = Selector("901-label", "1", "Outcome", (("trial", "stratus"),))
    primary = {"claims": [{**FIGURE, "trial": "stratus"}]}
    (found,) = judge.judge([FIGURE], [primary], (curate("belongs-to-another-trial", label),))

    assert found["derivation"] == ["curated"]
    assert found["attributedTo"] == ["stratus"]
    assert found["grounds"] == ['"So it is."']


def test_two_curated_verdicts_stand_side_by_side(judge: Judge) -> None:
    found = judge.judge([FIGURE], [], (curate("contradicted"), curate("omits-a-part")))

    assert sorted(one["verdict"][0] for one in found) == ["contradicted", "omits-a-part"]


def test_vague_claim_is_not_confirmed_where_what_it_means_is_contradicted(judge: Judge) -> None:
    vague = {"claim": "Interaction", "drug": "pomalidomide", "interactor": "strong-cyp3a4-inducer"}
    found = judge.judge(
        [vague, {**vague, "effect": "decreased-exposure"}], [{"claims": [{**vague, "effect": "increased-exposure"}]}]
    )

    assert sorted(one["verdict"][0] for one in found) == ["contradicted", "not-found"]


def test_what_a_page_says_of_itself_has_no_verdict(judge: Judge) -> None:
    assert judge.judge([{"claim": "Statement", "subject": "003-droracle", "isAbout": "pomalidomide"}], []) == []


def test_sources_without_a_kind_are_not_judged(small_terms: Terms, tmp_path: Path) -> None:
    builder = VerdictBuilder(small_terms, (), tmp_path / "primary")

    assert list(builder.build(None)) == []
