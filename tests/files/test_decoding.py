"""The encodings of texts: a mark at the beginning, XML in any encoding, other formats in UTF-8 only."""

from __future__ import annotations

import codecs
import io

import pytest

from pomegraph.errors import DataError
from pomegraph.files.decoding import open_decoded

XML = '<?xml version="1.0" encoding="ENC"?>\n<a>\u00e4\u20ac \U0001f347</a>' + "<b/>" * 50_000
LATIN = '<?xml version="1.0" encoding="ISO-8859-1"?><a>\u00e4</a>'


def decode(data: bytes, *, is_xml: bool = True) -> bytes:
    with open_decoded(io.BufferedReader(io.BytesIO(data)), "x", is_xml=is_xml) as file:
        return file.read()


@pytest.mark.parametrize("is_xml", [True, False])
def test_byte_order_mark_of_utf_8_is_taken_off(is_xml: bool) -> None:
    assert decode(codecs.BOM_UTF8 + "\u00e4 b".encode(), is_xml=is_xml) == "\u00e4 b".encode()
    assert decode(b"", is_xml=is_xml) == b""


@pytest.mark.parametrize("declared", ["UTF-16", "utf-16", "UTF-8"])
@pytest.mark.parametrize(
    "data",
    [
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode("utf-32"),
    ],
    ids=["little", "big", "little-unmarked", "big-unmarked", "utf-32"],
)
def test_xml_in_utf_16_becomes_utf_8_and_says_so(declared: str, data: object) -> None:
    text = XML.replace("ENC", declared)

    assert decode(data(text)) == XML.replace("ENC", "UTF-8").encode()  # type: ignore[operator]


def test_xml_in_the_encoding_that_it_names_becomes_utf_8() -> None:
    assert decode(LATIN.encode("latin-1")) == LATIN.replace("ISO-8859-1", "UTF-8").encode()


def test_xml_that_is_said_to_be_utf_16_and_is_not_is_left_as_it_is() -> None:
    text = XML.replace("ENC", "UTF-16")

    assert decode(text.encode()) == text.encode()


@pytest.mark.parametrize(
    ("data", "is_xml", "told"),
    [
        ("a".encode("utf-16"), False, "x: is in UTF-16; save it as UTF-8"),
        (XML.replace("ENC", "klingon").encode(), True, "x: is said to be in klingon, which is not known"),
        (XML.replace("ENC", "rot13").encode(), True, "x: is said to be in rot13, which is not known"),
        (XML.encode("utf-16")[:-1], True, "x: is not utf-16"),
    ],
)
def test_text_that_cannot_be_decoded_is_told(data: bytes, is_xml: bool, told: str) -> None:
    with pytest.raises(DataError, match=told):
        decode(data, is_xml=is_xml)
