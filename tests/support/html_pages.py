"""Reads pages for tests: their elements, attributes and texts."""

from __future__ import annotations

from html.parser import HTMLParser

from flask.testing import FlaskClient

from support.asked import BROWSER


class Page(HTMLParser):
    """What a page has: its elements with their attributes, and the text in each kind of element."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_data(self, data: str) -> None:
        """Keep a text with the element that began last."""
        if data.strip() and self._open:
            self.texts.setdefault(self._open[-1], []).append(data.strip())

    def find(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        """Return the elements of a kind that have some attributes."""
        return [found for name, found in self.elements if name == tag and attributes.items() <= found.items()]


def read(client: FlaskClient, path: str) -> Page:
    return Page(client.get(path, headers={"Accept": BROWSER}, follow_redirects=True).text)


def follow(client: FlaskClient, path: str, mark: str) -> str:
    return next(str(found["href"]) for found in read(client, path).find("a") if mark in str(found["href"]))
