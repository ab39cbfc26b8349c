"""Names: IRIs and literals survive a parser."""

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pomegraph.names import Names, digest, text_literal


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_n_triples(text: str) -> None:
    line = f"<http://x/s> <http://x/p> {text_literal(text)} .\n"

    (quad,) = pyoxigraph.parse(line.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert quad.object == pyoxigraph.Literal(text)


@pytest.mark.parametrize(
    "base",
    [
        "",
        "example.org/",
        "https://example.org",
        "https://exa mple.org/",
        "https:///",
        "http://x:port/",
        "http://%zz/",
        "http://[/",
        "http://x/\x7f/",
    ],
)
def test_unusable_base_is_refused(base: str) -> None:
    with pytest.raises(ValueError, match="is not an absolute IRI"):
        Names(base)


def test_digest_tells_apart_texts_that_join_alike() -> None:
    assert digest("ab", "c") != digest("a", "bc")
