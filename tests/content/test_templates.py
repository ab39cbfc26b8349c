"""Templates of claims and sources: each key that they show can be written with the value that they show."""

from __future__ import annotations

import functools

import pytest
import yaml

from pomegraph.content.claim_reader import ClaimReader
from pomegraph.content.claims import Facts
from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.content.templates import TemplateWriter
from pomegraph.content.usage import count_usage
from pomegraph.content.yaml_mapping import Reporter
from pomegraph.errors import Problem

# What one key alone lacks: the rest of its figure, or what a claim says.
_LACKING = ("a figure without a unit", "that says nothing", "does not fit")


@functools.cache
def read_real() -> tuple[Facts, TemplateWriter]:
    facts = read_facts(Content.default(), [])
    return facts, TemplateWriter(facts.registry, count_usage(facts))


KINDS = [kind for kind in read_real()[1].list_kinds() if kind not in {"Statement", "Thing"}]


def read_claim(text: str) -> list[str]:
    """Return what is wrong with a claim."""
    problems: list[Problem] = []
    node = yaml.compose(text)
    assert isinstance(node, yaml.SequenceNode)
    list(ClaimReader(read_real()[0].registry, Reporter("here", problems)).read(node.value[0]))
    return [problem.message for problem in problems]


@pytest.mark.parametrize("kind", KINDS)
def test_each_key_of_a_template_can_be_written(kind: str) -> None:
    head, *rest = read_real()[1].render_claim(kind).splitlines()
    keys = [line for line in rest if line.startswith("  # ")]
    head = "\n".join([head, *(line for line in rest if line not in keys)])
    faults = {line: read_claim(f"{head}\n  {line[4:]}\n") for line in keys}

    assert keys
    assert {
        line: told for line, told in faults.items() if any(not any(one in each for one in _LACKING) for each in told)
    } == {}


def test_keys_that_are_used_most_stand_first() -> None:
    facts, writer = read_real()
    names = [key.name for key in writer.find_keys("AdverseReaction")]

    assert set(names[:2]) == {"drug", "event"}
    assert names.index("frequency") < names.index("pValue")
    assert facts.registry.vocabulary.properties["valueAsStated"].name not in names


def test_values_of_a_short_list_are_named() -> None:
    (line,) = [line for line in read_real()[1].render_claim("Dose").splitlines() if line.startswith("  # route:")]

    assert "intravenous" in line
    assert "subcutaneous" in line


@pytest.mark.parametrize("kind", read_real()[1].list_source_kinds())
def test_template_of_a_source_is_yaml_that_tells_its_kind(kind: str) -> None:
    text = read_real()[1].render_source("900-example", kind, "2026-11-26")
    filled = yaml.safe_load(text)

    assert (filled["source"], filled["kind"]) == ("900-example", kind)
    assert "- claim: " in text


def test_claims_of_a_source_can_be_taken_out_of_their_comments() -> None:
    text = read_real()[1].render_source("900-example", "label", "2026-11-26")
    claims = yaml.safe_load(text.replace("\n      #", "\n      "))["passages"][0]["claims"]

    assert {claim["claim"] for claim in claims} >= {"AdverseReaction", "Dose", "Statement"}
    assert all(len(claim) > 1 for claim in claims)
