"""What is known of each public service: how it is asked, how a page tells its records and where the next one is."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from pomegraph.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Next = Callable[[str, Any, Mapping[str, str]], str]

_NUMBERS = re.compile(r"\s*NCT\d{8}(?:[\s,]+NCT\d{8})*\s*", re.IGNORECASE)
_MOLECULE = re.compile(r"CHEMBL\d+")
_LINK = re.compile(r'<([^<>]+)>\s*;\s*rel="?next"?')


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its records, the address of the next one or nothing, and how many records there are in all."""

    records: tuple[Any, ...]
    next: str
    total: int | None


@dataclass(frozen=True, slots=True)
class Service:
    """A public service.

    Args:
        name: What the importer of its records is called.
        label: What people call it.
        address: Where it answers.
        interval: Seconds between two requests that it asks for.
        listed: The field of a page with its records.
        key: The path to the identifier of a record.
        total: The path to the number of all records.
        ask: Makes the parameters of a query.
        find_next: Tells the address of the next page, by that of a page, what it says, and its header fields.
        empty_status: The status that means that nothing fits, if there is one.
    """

    name: str
    label: str
    address: str
    interval: float
    listed: str
    key: tuple[str, ...]
    total: tuple[str, ...]
    ask: Callable[[str], dict[str, str]]
    find_next: Next
    empty_status: int | None = None

    def make_first(self, address: str, query: str) -> str:
        """Return the address of the first page."""
        return f"{address}?{urlencode(self.ask(query))}"

    def read_page(self, address: str, body: bytes, headers: Mapping[str, str]) -> Page:
        """Return what a page says.

        Raises:
            ValueError: it is not a page of this service, or only a part of one.
            FetchError: it sends us to another place.
        """
        document = json.loads(body)
        records = document.get(self.listed) if isinstance(document, dict) else None
        if not isinstance(records, list):
            raise ValueError(f"no list of {self.listed}")  # noqa: TRY004 - a page, not a value of ours, is wrong
        following = self.find_next(address, document, headers)
        if following and urlsplit(following)[:2] != urlsplit(address)[:2]:
            raise FetchError(
                f"{self.label} sends us to another address ({following[:200]})", "see what has changed there"
            )
        total = _walk(document, self.total)
        return Page(tuple(records), following, total if isinstance(total, int) else None)

    def identify(self, record: Any) -> str:
        """Return the identifier of a record, or nothing."""
        found = _walk(record, self.key)
        return str(found) if isinstance(found, str | int) else ""


def _walk(value: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _ask_trials(query: str) -> dict[str, str]:
    """Return the parameters for studies: numbers are asked for by number, anything else as the search expression."""
    found = {"format": "json", "pageSize": "100", "countTotal": "true"}
    if _NUMBERS.fullmatch(query):
        return found | {"filter.ids": ",".join(sorted(set(re.findall(r"NCT\d{8}", query.upper()))))}
    return found | {"query.term": query}


def _ask_labels(query: str) -> dict[str, str]:
    # With a sort, openFDA gives links by which one gets past its limit of 26,000 records.
    return {"search": query, "limit": "100", "sort": "effective_time:asc"}


def _ask_mechanisms(query: str) -> dict[str, str]:
    """Return the parameters for mechanisms: those of a molecule, or what is written as `field=value&field=value`."""
    paged = {"format": "json", "limit": "100"}
    if _MOLECULE.fullmatch(query.strip().upper()):
        return paged | {"molecule_chembl_id": query.strip().upper()}
    return dict(parse_qsl(query, keep_blank_values=True)) | paged


def _follow_token(address: str, document: Any, _headers: Mapping[str, str]) -> str:
    token = document.get("nextPageToken")
    return _replace(address, {"pageToken": token}) if isinstance(token, str) and token else ""


def _follow_link(address: str, document: Any, headers: Mapping[str, str]) -> str:
    """Return the address in the header field Link; a page without one is followed by what is skipped."""
    if found := _LINK.search(headers.get("link", "")):
        return found[1]
    told = _walk(document, ("meta", "results")) or {}
    skip, limit, total = (told.get(name) for name in ("skip", "limit", "total"))
    if not all(isinstance(one, int) for one in (skip, limit, total)) or not limit or skip + limit >= total:
        return ""
    return _replace(address, {"skip": str(skip + limit)})


def _follow_path(address: str, document: Any, _headers: Mapping[str, str]) -> str:
    path = _walk(document, ("page_meta", "next"))
    return urljoin(address, path) if isinstance(path, str) and path else ""


def _replace(address: str, parameters: dict[str, str]) -> str:
    parts = urlsplit(address)
    told = dict(parse_qsl(parts.query, keep_blank_values=True)) | parameters
    return urlunsplit(parts._replace(query=urlencode(told)))


SERVICES = {
    one.name: one
    for one in (
        Service(
            name="clinicaltrials",
            label="ClinicalTrials.gov",
            address="https://clinicaltrials.gov/api/v2/studies",
            interval=1.3,
            listed="studies",
            key=("protocolSection", "identificationModule", "nctId"),
            total=("totalCount",),
            ask=_ask_trials,
            find_next=_follow_token,
        ),
        Service(
            name="openfda-label",
            label="openFDA",
            address="https://api.fda.gov/drug/label.json",
            interval=0.5,
            listed="results",
            key=("set_id",),
            total=("meta", "results", "total"),
            ask=_ask_labels,
            find_next=_follow_link,
            empty_status=404,
        ),
        Service(
            name="chembl-mechanism",
            label="ChEMBL",
            address="https://www.ebi.ac.uk/chembl/api/data/mechanism.json",
            interval=1.0,
            listed="mechanisms",
            key=("mec_id",),
            total=("page_meta", "total_count"),
            ask=_ask_mechanisms,
            find_next=_follow_path,
        ),
    )
}
