"""Finds the licences of a document about a thing: that of the content, and those of the layers that it draws from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from pomegraph.content.layers import LICENCES
from pomegraph.names import DCTERMS, POM
from pomegraph.sparql.results import read_table
from pomegraph.web.protocol import is_absolute
from pomegraph.web.things.signposts import LICENCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from pomegraph.web.questions.request import QuestionService

_MOST = 500
_LICENCES = f"""\
SELECT DISTINCT ?source ?licence WHERE {{
  {{ VALUES ?source {{ {{names}} }} ?source a <{POM}Source> }}
  UNION {{ VALUES ?named {{ {{names}} }} ?named <{POM}source> ?source }}
  OPTIONAL {{ ?source <{DCTERMS}license> ?licence }}
}} ORDER BY ?source ?licence"""


def find_licences(service: QuestionService, triples: Iterable[Triple]) -> tuple[str, ...]:
    """Return the addresses of the licences of some triples, by the sources and the passages that they name.

    The content is given away by one licence; only a layer may have another, and says so at its source.
    """
    terms = {term.value for one in triples for term in (one.subject, one.object) if isinstance(term, NamedNode)}
    names = sorted(name for name in terms if ("/source/" in name or "/passage/" in name) and is_absolute(name))
    if not names:
        return (LICENCE,)
    query = _LICENCES.replace("{names}", " ".join(f"<{name}>" for name in names[:_MOST]))
    told = {LICENCES.get(str(licence), LICENCE) for _, licence in read_table(service.results.ask(query).body).rows}
    return tuple(sorted(told)) or (LICENCE,)
