"""Looks at a query without parsing it: its form, whom it would call, whether its answer may be kept.

Parsers do not read every text alike, so that a comment or a string to one may hold a SERVICE clause for another. None
of these readings may hide a clause from us. Therefore:

- a text with codepoint escapes is read as it stands and decoded (SPARQL 1.1, section 19.2), and all finds count;
- a keyword needs no space around it, as some parsers do without: `1SERVICE`, `SERVICEex:store`;
- a *doubtful* text, in which a string does not end, `<` may be less-than or begin an IRI with a quote or hash inside,
  or a lone carriage return may end a comment, is not read by tokens: whatever in it looks like a SERVICE clause is one.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urljoin

# SPARQL 1.1, section 19.8: PN_CHARS_U, and what else may follow in a VARNAME.
_LETTER = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_SIGN = _LETTER + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_SPACE = r"[\s\ufeff]"
_ESCAPE = r"(?:\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"

# All quantifiers are possessive, so that no text is gone through more than once.
_GAP = rf"(?:{_SPACE}++|\#[^\n\r]*+)*+"
_IRI = rf'(?:[^<>"{{}}|^`\\\x00-\x20]++|{_ESCAPE})*+'
_WORD = rf"[{_SIGN}][{_SIGN}.\-]*+"
_LOCAL = rf"(?:(?:[{_LETTER}0-9:]|{_PLX})(?:[{_SIGN}.:\-]++|{_PLX})*+)?+"
_TOKEN = re.compile(
    rf"""
    (?P<gap>(?:{_SPACE}++|\#[^\n\r]*+)++)
    |(?P<iri><{_IRI}>)
    |(?P<less>(?:<(?=[<\s]))++|<)
    |(?P<string>
        \"""(?:[^"\\]++|\\.|"{{1,2}}+(?!"))*+\"""|"(?!"")(?:[^"\\\n\r]++|\\[^\n\r])*+"
        |'''(?:[^'\\]++|\\.|'{{1,2}}+(?!'))*+'''|'(?!'')(?:[^'\\\n\r]++|\\[^\n\r])*+')
    |(?P<open>["'])
    |(?P<variable>[?$][{_LETTER}0-9][{_SIGN}]*+)
    |(?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
    |(?P<name>(?P<prefix>(?:{_WORD})?+):{_LOCAL})
    |(?P<word>{_WORD})
    |(?P<escape>{_ESCAPE}[{_SIGN}.:\-]*+)
    |(?P<mark>(?:[^\s\ufeff\#<"'?$@:\\{_SIGN}]|[?$](?![{_LETTER}0-9])|@(?![A-Za-z])|(?!{_ESCAPE})\\)++)
    """,
    re.VERBOSE | re.DOTALL,
)
_DECLARATION = re.compile(
    rf"""{_GAP}(?:base{_GAP}<(?P<base>{_IRI})>|prefix{_GAP}(?P<prefix>(?:{_WORD})?+):{_GAP}<(?P<iri>{_IRI})>
    |version{_GAP}(?P<version>"[^"\\\n\r]*+"|'[^'\\\n\r]*+'))""",
    re.VERBOSE | re.IGNORECASE,
)
# SPARQL 1.2 Query Language, section 4.1.4, of which the last is the one before it; RDF 1.2 Concepts, section 2.1, has
# the same labels.
VERSIONS = ("1.2", "1.2-basic", "1.1")
# One with an escape in it, as no version has.
_ODD_VERSION = re.compile(rf"""{_GAP}version{_GAP}(["'][^\n\r]{{0,40}})""", re.IGNORECASE)
_FIRST_WORD = re.compile(
    rf"{_GAP}(?:(select|ask|construct|describe)|insert|delete|load|clear|drop|create|add|move|copy|with)", re.IGNORECASE
)
# Letter case by Unicode: to a parser in Python, the long s and the dotless i are letters of SERVICE too.
_NOTABLE = re.compile(r"(service)|(?:now|rand|uuid|bnode)\Z", re.IGNORECASE)
_NOTABLE_WORDS = ("SERVICE", "NOW", "RAND", "UUID", "BNODE")
_GLUED = re.compile(r"(?:\A|(?<=[.0-9])|(?<=true)|(?<=false))service(?:silent)?", re.IGNORECASE)
_TAKES_NAME = re.compile(r"(?:graph|service|silent)\Z", re.IGNORECASE)
_ENDPOINT = re.compile(
    rf"{_GAP}(?:silent(?![{_SIGN}.:\-]){_GAP})?+(?:<(?P<iri>{_IRI})>|(?P<prefix>(?:{_WORD})?+):(?P<local>{_LOCAL}))",
    re.IGNORECASE,
)
_BLOCK = re.compile(_GAP + r"\{")
_LOOKALIKE = re.compile(
    rf"service{_SPACE}*+(?:silent{_SPACE}*+)?+(?:[<?$#]|[{_SIGN}.\-]{{0,80}}+:|[{_SIGN}.\-]{{80}})", re.IGNORECASE
)
_LONE_RETURN = re.compile(r"\r(?!\n)")
# No expression has two slashes outside of an IRI or a string, so that <http://x#y> is always an IRI.
_HIDING_IRI = re.compile(r"<[^#'/]*+(?:/(?!/)[^#'/]*+)*+['#]")
# What is not an IRI to the grammar, but to a lenient parser.
_LENIENT_IRI = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.\-]*+://|[^<>{}|^`\\\x00-\x20]*+>)")
_VALUE = re.compile(r"[0-9]|(?:true|false)\Z", re.IGNORECASE)
_BEFORE_OPERAND = re.compile(r"(?:[(,&|=<>+\-*/!^]|distinct)\Z", re.IGNORECASE)
_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*+:[^<>\"{}|^`\\\x00-\x20]*+")
_CODEPOINT = re.compile(_ESCAPE)
# A parser may count backslashes, so that an escaped one before a u begins no escape.
_CODEPOINT_OR_PAIRS = re.compile(rf"(?:\\\\)++|{_ESCAPE}")
_PAIRS = {"{": "}", "(": ")", "[": "]"}
_HIGHEST, _SURROGATES = 0x10FFFF, range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class Outline:
    """What can be said about a query from its words alone.

    Args:
        form: SELECT, ASK, CONSTRUCT or DESCRIBE; None if the text does not begin like a query.
        services: For each SERVICE clause its absolute IRI; None if it is a variable or not certain.
        is_volatile: Whether the same query may have another answer next time; if in doubt, it is.
        is_update: Whether the text begins like a SPARQL Update.
    """

    form: str | None
    services: tuple[str | None, ...]
    is_volatile: bool
    is_update: bool


def read_outline(query: str) -> Outline:
    """Return the outline of a text that need not be well-formed, in linear time.

    In a text that is not well-formed, or doubtful (see above), there may be fewer SERVICE clauses than told.

    >>> read_outline("SELECT * { SERVICE <http://example.org/sparql> { ?s ?p 'SERVICE ?x {}' } }").services
    ('http://example.org/sparql',)
    """
    readings = [_read(text) for text in _decode(query)]
    services = list(readings[0].services)
    for reading in readings[1:]:
        services += (Counter(reading.services) - Counter(services)).elements()
    return Outline(
        form=next((reading.form for reading in readings if reading.form), None),
        services=tuple(services),
        is_volatile=any(reading.is_volatile for reading in readings),
        is_update=any(reading.is_update for reading in readings),
    )


def cut_prologue(query: str) -> str:
    """Return the declarations at the head of a query, with the comments before and between them."""
    return query[: _read_prologue(query).end]


def find_undeclared(query: str) -> tuple[str, int] | None:
    """Return the first prefix that a query uses and does not declare, and where; None if there is none.

    >>> find_undeclared("SELECT * { ?drug ex:dose ?dose }")
    ('ex', 17)
    """
    prologue = _read_prologue(query)
    for token in _TOKEN.finditer(query, prologue.end):
        if token.lastgroup == "name" and token["prefix"] != "_" and token["prefix"] not in prologue.prefixes:
            return token["prefix"], token.start()
    return None


def find_unclosed(query: str) -> tuple[str, int] | None:
    """Return the innermost bracket that is not closed, or the first that closes none or another, and where.

    >>> find_unclosed("SELECT * { ?s ?p ?o FILTER(?o > 1 }")
    ('(', 26)
    """
    still_open: list[tuple[str, int]] = []
    for token in _TOKEN.finditer(query):
        for place, sign in enumerate(token.group() if token.lastgroup == "mark" else "", token.start()):
            if sign in _PAIRS:
                still_open.append((sign, place))
            elif sign in _PAIRS.values():
                if not still_open:
                    return sign, place
                if _PAIRS[still_open[-1][0]] != sign:
                    return still_open[-1]
                still_open.pop()
    return still_open[-1] if still_open else None


def _decode(query: str) -> list[str]:
    """Return the text, and what parsers may make of its codepoint escapes if it has any."""
    if "\\u" not in query and "\\U" not in query:
        return [query]
    return list(dict.fromkeys([query, _CODEPOINT.sub(_unescape, query), _CODEPOINT_OR_PAIRS.sub(_unescape, query)]))


# Not that of `terms`: it decodes a whole text before it is known what in it is a term, as some parsers do.
def _unescape(found: re.Match[str]) -> str:
    if found.group().startswith("\\\\"):
        return found.group()
    codepoint = int(found.group().lstrip("\\uU"), 16)
    return found.group() if codepoint > _HIGHEST or codepoint in _SURROGATES else chr(codepoint)


@dataclass(slots=True)
class _Prologue:
    """The declarations at the head of a query, where they end and where the first block begins."""

    base: str | None = None
    prefixes: dict[str, set[str | None]] = field(default_factory=dict)
    versions: list[tuple[str, int]] = field(default_factory=list)
    end: int = 0
    block: int = -1

    def resolve(self, iri: str) -> str | None:
        """Return the absolute IRI, None if there is none."""
        iri = _CODEPOINT.sub(_unescape, iri)
        if not _ABSOLUTE_IRI.fullmatch(iri):
            try:
                iri = urljoin(self.base or "", iri)
            except ValueError:  # A host in brackets that is not an IPv6 address.
                return None
        return iri if _ABSOLUTE_IRI.fullmatch(iri) else None

    def expand(self, prefix: str, local: str) -> str | None:
        """Return the IRI of a prefixed name, None if the prefix has not exactly one meaning."""
        meanings = self.prefixes.get(prefix, set())
        namespace = next(iter(meanings)) if len(meanings) == 1 else None
        return None if namespace is None else namespace + local.replace("\\", "")


def _read_prologue(text: str) -> _Prologue:
    prologue = _Prologue(block=text.find("{"))
    while found := _DECLARATION.match(text, prologue.end):
        prologue.end = found.end()
        if found["base"] is not None:
            prologue.base = prologue.resolve(found["base"])
        elif found["iri"] is not None:
            prologue.prefixes.setdefault(found["prefix"], set()).add(prologue.resolve(found["iri"]))
        else:
            prologue.versions.append((found["version"][1:-1], found.start("version")))
    return prologue


def find_versions(query: str) -> list[tuple[str, int]]:
    """Return each version that a query declares, and the place where it does (SPARQL 1.2, section 4.1.4).

    >>> find_versions('VERSION "1.2" ASK {}')
    [('1.2', 8)]
    """
    readings = _decode(query)
    found = [version for text in readings for version in _read_prologue(text).versions]
    if odd := _ODD_VERSION.match(readings[-1], _read_prologue(readings[-1]).end):
        found.append((odd[1], odd.start(1)))
    return list(dict.fromkeys(found))


def _read(text: str) -> Outline:
    """Return the outline of one reading."""
    prologue = _read_prologue(text)
    first = _FIRST_WORD.match(text, prologue.end)
    form = first[1].upper() if first and first[1] else None
    services: list[str | None] = []
    is_volatile = False
    upper = text.upper()
    if any(word in upper for word in _NOTABLE_WORDS):
        services, is_volatile = _find_services(text, prologue)
    return Outline(form, tuple(services), is_volatile, is_update=bool(first) and form is None)


def _find_services(text: str, prologue: _Prologue) -> tuple[list[str | None], bool]:
    """Return the endpoint of each SERVICE clause and whether the answer is volatile."""
    services: list[str | None] = []
    is_volatile = False
    is_doubtful = "#" in text and _LONE_RETURN.search(text) is not None
    before = last = None
    for token in () if is_doubtful else _TOKEN.finditer(text, prologue.end):
        kind = token.lastgroup
        if kind == "gap":
            continue
        if kind in {"word", "name"} and (notable := _find_notable(token, last, prologue)):
            is_volatile = True
            if notable[0].upper().startswith("SERVICE"):
                services.append(_read_endpoint(text, token.start() + notable.end(), prologue))
        elif kind in {"iri", "less", "open"} and _is_doubtful(token, last, before):
            is_doubtful = True
            break
        before, last = last, token
    if is_doubtful:
        count = max(len(services), sum(1 for _ in _LOOKALIKE.finditer(text)))
        return [None] * count, True
    return services, is_volatile


def _find_notable(token: re.Match[str], last: re.Match[str] | None, prologue: _Prologue) -> re.Match[str] | None:
    """Return where a word or prefixed name begins with SERVICE or is a volatile function."""
    if token.lastgroup == "word":
        return _NOTABLE.search(token.group())
    # A prefix may be called service. It is the keyword before another prefix, to a parser without word boundaries, if
    # a block follows that is not that of GRAPH, and if the declared prefixes do not tell otherwise.
    prefix = token["prefix"]
    found = _GLUED.search(prefix)
    if not found or (last and _TAKES_NAME.search(last.group())):
        return None
    if prefix in prologue.prefixes and prefix[found.end() :] not in prologue.prefixes:
        return None
    is_inside = 0 <= prologue.block < token.start()
    return found if is_inside and _BLOCK.match(token.string, token.end()) else None


def _read_endpoint(text: str, start: int, prologue: _Prologue) -> str | None:
    found = _ENDPOINT.match(text, start)
    if not found:
        return None
    if found["iri"] is not None:
        return prologue.resolve(found["iri"])
    if found["prefix"].upper().startswith("SILENT"):
        return None
    return prologue.expand(found["prefix"], found["local"])


def _is_doubtful(token: re.Match[str], last: re.Match[str] | None, before: re.Match[str] | None) -> bool:
    """Return whether what follows a token depends on how a parser reads it."""
    if token.lastgroup == "iri":
        return _HIDING_IRI.match(token.group()) is not None and _ends_operand(last, before)
    return token.lastgroup == "open" or _LENIENT_IRI.match(token.string, token.end() - 1) is not None


def _ends_operand(last: re.Match[str] | None, before: re.Match[str] | None) -> bool:
    """Return whether less-than may follow two tokens: the last ends an operand, and the other may stand before it."""
    if last is None or last.lastgroup == "less":
        return False
    if last.lastgroup == "mark":
        return last.group()[-1] in ")}>"
    if last.lastgroup == "word" and not _VALUE.search(last.group()):
        return False
    if last.lastgroup in {"language", "escape"}:
        return True
    if before is None or (before.lastgroup == "iri" and "//" in before.group()):
        return False
    return _BEFORE_OPERAND.search(before.group()) is not None
