"""Downloads all records that fit a query: page by page, each kept before the next is asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from pomegraph.errors import FetchError
from pomegraph.records.fetching.progress import DownloadFolder, Progress, digest_record
from pomegraph.records.fetching.transport import PoliteClient, Politeness

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pomegraph.records.fetching.services import Page, Service


_MOST_PAGES = 999_999


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What a download brought.

    Args:
        pages: How many pages there are.
        records: How many records, each counted once.
        total: How many the service said that there are, if it did.
        new: How many were not there after the last download; the same for those that changed or are gone.
    """

    pages: int
    records: int
    total: int | None
    new: int
    changed: int
    gone: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be downloaded: of which service, at which address, what fits, on which day."""

    service: Service
    query: str
    today: str
    address: str = ""
    pace: Politeness | None = None


def download(wish: Wish, path: Path, tell: Callable[[str], None]) -> Downloaded:
    """Download what fits into a folder, going on where an earlier try ended; one that had ended well is done anew.

    Raises:
        FetchError: the folder holds something else, or the service does not give its records.
    """
    service, folder = wish.service, DownloadFolder(path)
    first = service.make_first(wish.address or service.address, wish.query)
    begun = Progress(service.name, wish.query, first, started=wish.today)
    progress = folder.read_progress() or begun
    if (progress.source, progress.query) != (service.name, wish.query):
        raise FetchError(f"{path}: holds '{progress.query}' of {progress.source}", "choose another --output")
    if not progress.next:
        progress = begun
    with PoliteClient(service.label, wish.pace or Politeness(service.interval), tell) as client:
        while progress.next:
            progress = _take_page(client, wish, folder, progress, begun)
            shown = f" of {progress.total:,} records" if progress.total is not None else ""
            tell(f"page {progress.pages:,}{shown}")
    folder.drop_pages_behind(progress.pages)
    return _compare(service, folder, progress)


def _take_page(
    client: PoliteClient, wish: Wish, folder: DownloadFolder, progress: Progress, begun: Progress
) -> Progress:
    """Keep the next page, and return how far the download has come.

    An address that the service does not know any more, since its place in the list was lost, is begun anew.
    """
    service = wish.service
    empty = frozenset({service.empty_status} if service.empty_status and not progress.pages else ())
    pages: list[Page] = []

    def accept(body: bytes, headers: object) -> None:
        pages.append(service.read_page(progress.next, body, headers))  # type: ignore[arg-type]

    try:
        answer = client.get(progress.next, accept, good=empty)
    except FetchError as error:
        if error.status == HTTPStatus.BAD_REQUEST and progress.pages:
            return begun
        raise
    if answer.status in empty:
        following = replace(progress, next="", pages=0, total=0)
    else:
        page = pages[-1]
        if progress.pages >= _MOST_PAGES or page.next == progress.next:
            raise FetchError(f"{service.label} gives pages without end", "ask for less")
        folder.keep_page(progress.pages + 1, answer.body)
        total = page.total if page.total is not None else progress.total
        following = replace(progress, next=page.next, pages=progress.pages + 1, total=total)
    folder.keep_progress(following)
    return following


def _compare(service: Service, folder: DownloadFolder, progress: Progress) -> Downloaded:
    """Return what is new, changed and gone since the last download, and note what is there now."""
    before = folder.read_index()
    index: dict[str, str] = {}
    for body in folder.read_pages(progress.pages):
        for record in json.loads(body)[service.listed]:
            told = digest_record(record)
            index[service.identify(record) or told] = told
    folder.keep_index(index)
    return Downloaded(
        pages=progress.pages,
        records=len(index),
        total=progress.total,
        new=len(index.keys() - before.keys()),
        changed=sum(1 for name, told in index.items() if before.get(name, told) != told),
        gone=len(before.keys() - index.keys()),
    )
