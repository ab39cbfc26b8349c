"""Writes values of JSON in their canonical form (RFC 8785), so that equal values have equal digests."""

from __future__ import annotations

import hashlib
import json
import math
from decimal import Decimal
from typing import Any

# Between these ECMAScript writes numbers without an exponent.
_LEAST, _MOST = 1e-6, 1e21


def digest_value(value: Any) -> str:
    """Return SHA-256 of a value of JSON in its canonical form."""
    return hashlib.sha256(render_canonical(value).encode("utf-8", errors="surrogatepass")).hexdigest()


def render_canonical(value: Any) -> str:
    r"""Return a value of JSON as RFC 8785 writes it.

    >>> render_canonical({"b": [1.0, 1e21, 0.002], "a": "\u20ac\n"})
    '{"a":"€\\n","b":[1,1e+21,0.002]}'
    """
    match value:
        case dict():
            # RFC 8785, 3.2.3: names are sorted by their UTF-16 code units.
            names = sorted(value, key=lambda name: name.encode("utf-16-be", errors="surrogatepass"))
            return "{" + ",".join(f"{_render_text(name)}:{render_canonical(value[name])}" for name in names) + "}"
        case list():
            return "[" + ",".join(map(render_canonical, value)) + "]"
        case float():
            return _render_number(value)
        case str():
            return _render_text(value)
    return json.dumps(value)


def _render_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _render_number(number: float) -> str:
    """Return a number as ECMAScript does (RFC 8785, 3.2.2.3)."""
    if not math.isfinite(number):
        raise ValueError(f"{number} is not a number of JSON")
    if number == 0:
        return "0"
    if _LEAST <= abs(number) < _MOST:
        text = f"{Decimal(repr(number)):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    digits, _, exponent = repr(number).partition("e")
    return f"{digits}e{int(exponent):+d}"
