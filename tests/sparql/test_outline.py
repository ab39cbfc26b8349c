"""The outline of a query: no spelling of SERVICE gets past, and what only looks like it does not count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store

from pomegraph.sparql.outline import read_outline
from support.deadline import must_end
from support.engines import solve

# Nobody listens on this port, and pyoxigraph refuses to call it.
HOME = "http://127.0.0.1:9/"
HEAD = f"PREFIX : <{HOME}> PREFIX ex: <{HOME}ex/> "
X, EX = HOME + "x", HOME + "ex/x"
DATA = b'<http://a/s> <http://a/p> 1, true, "x", "x"@en .'
LONG = "'''"

# Each is a group graph pattern that is well-formed to pyoxigraph, and what it calls.
SPELLINGS = [
    ("SERVICE ex:x {}", [EX]),
    ("service ex:x {}", [EX]),
    (f"SeRvIcE<{HOME}x>{{}}", [X]),
    ("SERVICE\r\n\t:x\n{}", [X]),
    ("SERVICE#'\n:x#{\n{}", [X]),
    ("# '''\nSERVICE :x {} # '''", [X]),
    ("# <\nSERVICE :x {} # >", [X]),
    ("SERVICE ?x {}", [None]),
    ("SERVICE $x {}", [None]),
    (f"SERVICE <{HOME}\\u0078> {{}}", [X]),
    ("SERVICE ex:\\~%41 {}", [HOME + "ex/~%41"]),
    ("SERVICE : {}", [HOME]),
    ("SERVICE:x{}", [X]),
    ("SERVICEex:x{}", [EX]),
    ("?s ?p 1SERVICE:x{}", [X]),
    ("?s ?p 1.SERVICE:x{}", [X]),
    ("?s ?p trueSERVICE ex:x{}", [EX]),
    ("?s ?p true.SERVICE:x{}", [X]),
    ('?s ?p "x"SERVICE:x{}', [X]),
    ('?s ?p "x"@en.SERVICE:x{}', [X]),
    ("{SERVICE :x {}}", [X]),
    ("{{} UNION {SERVICE :x {}}}", [X]),
    ("{SELECT * {SERVICE :x {}}}", [X]),
    ("OPTIONAL {SERVICE :x {}}", [X]),
    ("SERVICE :x {SERVICE ex:x {}}", [X, EX]),
    ("SERVICE :x {} SERVICE :x {}", [X, X]),
    ("BIND('SERVICE ex:y {}' AS ?service) SERVICE :x {} # SERVICE ?y {}", [X]),
    ('BIND("\\\\" AS ?y) SERVICE :x {} # "', [X]),
    (f"BIND({LONG}\\'' {LONG} AS ?y) SERVICE :x {{}} # {LONG}", [X]),
    (f'BIND("""{LONG}""" AS ?y) SERVICE :x {{}} # {LONG}', [X]),
    (f"BIND('' AS ?y) SERVICE :x {{}} # {LONG}", [X]),
    ("BIND('<' AS ?y) SERVICE :x {} # >", [X]),
]
# To pyoxigraph `<` is less-than here; to a parser that takes the longest token, an IRI, and SERVICE is in a string.
TWO_READINGS = [
    f"BIND(?a<?b#>{LONG}\n AS ?y) SERVICE :x {{}} # {LONG}\n",
    f"BIND(STR(?a)<?b#>{LONG}\n AS ?y) SERVICE :x {{}} # {LONG}\n",
    f'BIND("a"@en<?b#>{LONG}\n AS ?y) SERVICE :x {{}} # {LONG}\n',
    f'BIND("1"^^ex:i<?b#>{LONG}\n AS ?y) SERVICE :x {{}} # {LONG}\n',
    f"BIND(1+1<?b#>{LONG}\n AS ?y) SERVICE :x {{}} # {LONG}\n",
    f"BIND(true<?b#>{LONG}\n AS ?y) SERVICE :x {{}} # {LONG}\n",
    f"BIND(?a=ex:y&&ex:y<?b#>{LONG}\n AS ?y) SERVICE :x {{}} # {LONG}\n",
    f"FILTER(!EXISTS {{?a ?a ?a}}<?b#>{LONG}\n) SERVICE :x {{}} # {LONG}\n",
    f"BIND('a'<'>'||\"{LONG}\" AS ?y) SERVICE :x {{}} # {LONG}\n",
    f"# \r SERVICE :x {{}} # {LONG}\n",
]
# Well-formed, and pyoxigraph calls nobody.
INNOCENT = [
    "# SERVICE ex:x {}",
    "?service ?p $service",
    "BIND('SERVICE ex:x {}' AS ?y)",
    'BIND("a \\" SERVICE ex:x {}" AS ?y)',
    f'BIND({LONG}it\'s ""\n SERVICE ex:x {{}}{LONG} AS ?y)',
    'BIND("""it\'s "" \\"""\n SERVICE ex:x {}""" AS ?y)',
    "?s <http://a/SERVICE> ?o",
    "?s ex:service ?o",
    "?s ex:a.service ?o",
    "?s ex:\\-SERVICE ?o",
    "_:service ?p ?o",
    "?s ?p 'x'@service",
    "?s ?p 'x'@en-service",
    "FILTER(?a<?b&&?c>?d) # SERVICE ex:x {}",
    "?s <http://a/it's> 'SERVICE ex:x {}'",
    "?s <urn:a#b> 'SERVICE ex:x {}'",
    "<http://a/s> ex:p <urn:a#b> # SERVICE ex:x {}",
    "FILTER(?s = <urn:a#b> || ?s IN (<urn:a#b>, <urn:a'b>)) # SERVICE ex:x {}",
    "FILTER(?a < 3 || ?b <= 4) # don't > SERVICE ex:x {}",
]
PREFIXED = [
    "?s service:a ?o",
    "?s ?p service:o {}",
    "GRAPH service:g {}",
    "GRAPH # {\n service:g {}",
    "FILTER(service:f(?a))",
    "OPTIONAL {?s service:a service:b}",
]


def services(group: str, head: str = HEAD) -> list[str | None]:
    return list(read_outline(f"{head}SELECT * WHERE {{ {group}\n}}").services)


def calls_somebody(group: str, head: str = HEAD) -> bool:
    store = Store()
    store.load(DATA, format=RdfFormat.TURTLE)
    try:
        list(solve(store, f"{head}SELECT * WHERE {{ {group}\n}}"))
    except OSError:
        return True
    except RuntimeError as error:
        return "service name" in str(error)
    return False


@pytest.mark.parametrize(("group", "endpoints"), SPELLINGS, ids=[group for group, _ in SPELLINGS])
def test_spelling_of_service_that_is_called_is_found(group: str, endpoints: list[str | None]) -> None:
    assert calls_somebody(group)
    assert services(group) == endpoints


@pytest.mark.parametrize("group", TWO_READINGS)
def test_clause_that_only_one_reading_shows_is_found_with_unknown_endpoint(group: str) -> None:
    assert calls_somebody(group)
    assert set(services(group)) == {None}


@pytest.mark.parametrize("group", INNOCENT)
def test_word_that_calls_nobody_is_not_found(group: str) -> None:
    assert not calls_somebody(group)
    assert services(group) == []


@pytest.mark.parametrize("group", PREFIXED)
def test_prefix_called_service_is_not_the_keyword(group: str) -> None:
    head = f"PREFIX service: <{HOME}>"

    assert not calls_somebody(group, head)
    assert services(group, head) == []


@pytest.mark.parametrize(
    "query", ["DESCRIBE service:x {}", "SELECT * FROM service:x {}", "ASK FROM NAMED service:x {}"]
)
def test_prefix_called_service_may_stand_before_the_first_block(query: str) -> None:
    assert read_outline(f"PREFIX service: <{HOME}> PREFIX : <{HOME}> {query}").services == ()


def test_keyword_glued_to_a_prefix_is_found_though_a_prefix_has_its_name() -> None:
    head = HEAD + f"PREFIX SERVICE: <{HOME}>"

    assert calls_somebody("SERVICE:x {}", head)
    assert services("SERVICE:x {}", head) == [X]


@pytest.mark.parametrize(
    "group",
    [
        r"\u0053ERVICE :x {}",
        r"SERV\U00000049CE :x {}",
        r"\u0053\u0045\u0052\u0056\u0049\u0043\u0045 :x {}",
        r'BIND("\u0022 AS ?y) SERVICE :x {} # "',
        f"# \\\\u000A {LONG}\n \\u0053ERVICE :x {{}} # {LONG}\n",
        r"# \u000A SERVICE :x {}",
        r"SERVICE\u0020:x {}",
        r"SERVICE :\u0078 {}",
        "\u017fERV\u0131CE :x {}",
        "SERVICE\u00a0:x {}",
        "SERVICE :x",
        "SERVICE :x (",
        f"?s ?p <http://a b#{LONG}> SERVICE :x {{}} #{LONG}",
        f'?s <a"b> ?o SERVICE :x {{}} #{LONG}',
        "BIND('it AS ?y) SERVICE :x {}",
        f"BIND({LONG} AS ?y) SERVICE :x {{}}",
        'BIND("""a"" AS ?y) SERVICE :x {}',
        "BIND('\\' AS ?y) SERVICE :x {}",
    ],
)
def test_spelling_that_another_parser_may_take_is_found(group: str) -> None:
    assert services(group) != []


@pytest.mark.parametrize(
    ("head", "clause", "endpoint"),
    [
        ("BASE <http://a/b/c>", "SERVICE <d> {}", "http://a/b/d"),
        ("BASE <http://a/b/c>", "SERVICE <../d?q#f> {}", "http://a/d?q#f"),
        ("BASE <http://a/b/c>", "SERVICE <//e/d> {}", "http://e/d"),
        ("BASE <http://a/> BASE <b/>", "SERVICE <c> {}", "http://a/b/c"),
        ("BASE <http://a/> PREFIX p: <b/> BASE <http://e/>", "SERVICE p:c {}", "http://a/b/c"),
        ("", "SERVICE <d> {}", None),
        ("BASE <urn:a>", "SERVICE <d> {}", None),
        ("BASE <http://a/>", "SERVICE <//[x/> {}", None),
        ("PREFIXp:<http://a/>", "SERVICE p:c.d {}", "http://a/c.d"),
        ("PREFIX p: <http://a/> PREFIX p: <http://a/>", "SERVICE p:c {}", "http://a/c"),
        ("PREFIX p: <http://a/> PREFIX p: <http://b/>", "SERVICE p:c {}", None),
        ("PREFIX p: <http://a/>", "SERVICE P:c {}", None),
        ("PREFIX silent: <http://a/>", "SERVICE silent:c {}", None),
        ("PREFIX p: <http://a/>", "SERVICE SILENT p:c {}", "http://a/c"),
        ("PREFIX p: <http://a/>", "SERVICE silent#\np:c {}", "http://a/c"),
        ("", "SERVICESILENT<http://a/c>{}", "http://a/c"),
        ("", "SERVICE <http://a b/> {}", None),
        ("", r"SERVICE <http://a/\u003Eb> {}", None),
        ("PREFIX p: <http://a/> # PREFIX p: <http://b/>\n", "SERVICE p:c {}", "http://a/c"),
    ],
)
def test_endpoint_is_resolved_or_unknown(head: str, clause: str, endpoint: str | None) -> None:
    assert endpoint in services(clause, head + " ")


def test_escaped_endpoint_counts_in_every_reading() -> None:
    assert set(services(r"SERVICE :good\u002Devil {}")) == {HOME + "good", HOME + "good-evil"}


@pytest.mark.parametrize("reference", ["d", "../d", "?q", "/d/./e", "//e/d", "#f", "../../../d", "d;p=1/e"])
def test_relative_endpoint_is_resolved_as_by_the_engine(reference: str) -> None:
    head = "BASE <http://a/b/c?q> "
    [solution] = solve(Store(), f"{head}SELECT (STR(<{reference}>) AS ?iri) {{}}")

    assert services(f"SERVICE <{reference}> {{}}", head) == [solution["iri"].value]


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("select*{}", "SELECT"),
        ("\n# ASK\n BASE <a> prefix ask: <b#c> VERSION '1.2' PREFIX : <ASK> ASK{}", "ASK"),
        ("CONSTRUCT WHERE { ?s ?p 'SELECT' }", "CONSTRUCT"),
        ("DESCRIBE<http://a/SELECT>", "DESCRIBE"),
        ("\ufeffSELECT * {}", "SELECT"),
        (r"\u0053ELECT * {}", "SELECT"),
        ("", None),
        ("BASE <a>", None),
        ("{ SELECT * {} }", None),
        ("'SELECT'", None),
        ("INSERT { ?s ?p ?o } WHERE { SELECT * {} }", None),
    ],
)
def test_form_is_the_first_word_after_the_prologue(query: str, form: str | None) -> None:
    assert read_outline(query).form == form


@pytest.mark.parametrize("word", ["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"])
def test_update_is_told_by_its_first_word(word: str) -> None:
    assert read_outline(f"PREFIX : <x> # SELECT\n{word.lower()} DATA {{}}").is_update
    assert not read_outline(f"SELECT ?{word} {{ ?{word} :{word} '{word}' }}").is_update


@pytest.mark.parametrize(
    "expression",
    ["NOW()", "now ()", "RAND()", "UUID()", "STRUUID()", "BNODE()", "1+NOW()", "ex:f(RAND())", r"\u004EOW()"],
)
def test_function_that_changes_makes_a_query_volatile(expression: str) -> None:
    assert read_outline(f"SELECT ({expression} AS ?x) {{}}").is_volatile


def test_keyword_glued_to_a_function_does_not_hide_it() -> None:
    query = "SELECT ?x {} ORDER BYRAND()"
    Store().query(query)

    assert read_outline(query).is_volatile


@pytest.mark.parametrize("group", ["SERVICE :x {}", "BIND('a AS ?y) # now"])
def test_service_and_doubt_make_a_query_volatile(group: str) -> None:
    assert read_outline(f"{HEAD}SELECT * {{ {group} }}").is_volatile


@pytest.mark.parametrize("word", ["?now", "ex:rand", "'NOW()'", "# UUID()\n", "<http://a/NOW()>", "known", "random"])
def test_name_of_a_function_elsewhere_does_not(word: str) -> None:
    assert not read_outline(f"SELECT * {{ {word} }}").is_volatile


SPACES = st.sampled_from([" ", "\n", " # it's SERVICE ?x {} <\n", '\t#"""\n'])
PATTERNS = st.sampled_from([*(group + "\n" for group in INNOCENT if "?y" not in group), "{}", "?s ?p 5 .", ""])


@given(st.data())
def test_clauses_put_in_a_well_formed_query_are_exactly_the_ones_found(data: st.DataObject) -> None:
    endpoints: list[str | None] = []
    pieces = ["SELECT * WHERE {"]
    for _ in range(data.draw(st.integers(0, 5))):
        name = data.draw(st.sampled_from(["", "a", "b", "variable"]))
        keyword = data.draw(st.sampled_from(["SERVICE", "service", "SERVICE SILENT", "sErViCe\nsilent"]))
        pieces += [
            data.draw(PATTERNS),
            ".",
            keyword,
            "?v" if name == "variable" else f":{name}",
            "{",
            data.draw(PATTERNS),
            "}",
        ]
        endpoints.append(None if name == "variable" else HOME + name)
    query = HEAD + "".join(piece + data.draw(SPACES) for piece in [*pieces, "}"])

    assert list(read_outline(query).services) == endpoints


WORDS = [
    *"<>'\"#\\{}()?:.@ \n\r",
    "'''",
    '"""',
    "\\u0053",
    "\\U00110000",
    "\\ud800",
    "SERVICE",
    "PREFIX a:<b>",
    "BASE <//[>",
    "é",
]


@given(st.text() | st.lists(st.sampled_from(WORDS)).map("".join))
def test_random_text_never_raises(text: str) -> None:
    assert len(read_outline(text).services) <= len(text)


# Each piece fills a text of 400,000 characters; what takes quadratic time takes minutes.
PIECES = ["'", '"', "'''", "<", "\\", " ", "#", "\n", "<a'", '<a"', "<#>", "?a<#>", "service", "service ", "service#"]
PIECES += [
    "service:",
    "service:a ",
    "service:a{",
    "1service:x#",
    "service<",
    "#service\r",
    "\\u0053",
    "\\\\u",
    "(1",
    "'a",
    "@",
    "é",
]


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("head", ["", "SELECT * { SERVICE ", "NOW '"])
def test_long_text_is_read_in_linear_time(head: str, piece: str) -> None:
    text = head + piece * (400_000 // len(piece))
    with must_end():
        outline = read_outline(text)

    assert len(outline.services) <= len(text)
