"""Ranks texts by the words of a search: BM25 with a weight for each column, by SQLite's FTS5, in memory.

Words go in as stems. An index lives as long as the data that it was made of, and may be asked by several threads.
"""

from __future__ import annotations

import sqlite3
from threading import Lock
from typing import TYPE_CHECKING

from pomegraph.questions.spelling import list_stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_AT_ONCE = 64


class TextIndex:
    """Texts in columns, each known by its place in the order in which they were added.

    Args:
        columns: The weight of each column, by its name.
        texts: For each document the text of each column.
    """

    def __init__(self, columns: Mapping[str, float], texts: Iterable[Sequence[str]]) -> None:
        self._lock = Lock()
        self._store = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        # Their texts are not kept: only which stems they have.
        named = ", ".join(columns)
        self._store.execute(f"CREATE VIRTUAL TABLE texts USING fts5({named}, content='')")
        places = ", ".join("?" * (len(columns) + 1))
        rows = ((place, *(" ".join(list_stems(text)) for text in row)) for place, row in enumerate(texts, 1))
        self._store.execute("BEGIN")
        self._store.executemany(f"INSERT INTO texts (rowid, {named}) VALUES ({places})", rows)  # noqa: S608 - names of ours
        self._store.execute("COMMIT")
        weights = ", ".join(map(str, columns.values()))
        self._rank = (
            f"SELECT rowid - 1, -bm25(texts, {weights}) AS score FROM texts WHERE texts MATCH ? "  # noqa: S608 - as above
            "ORDER BY score DESC, rowid LIMIT ?"
        )

    def rank(self, stems: Iterable[str], most: int, *, is_open: bool = False) -> list[tuple[int, float]]:
        """Return the places of the texts that have any of some stems, with their scores, the best first.

        Args:
            stems: What to look for.
            most: How many at most.
            is_open: Whether the last stem may be the beginning of one, as while somebody types.
        """
        wanted = list(dict.fromkeys(stems))[-_AT_ONCE:]
        if not wanted:
            return []
        terms = ['"' + stem.replace('"', "") + '"' for stem in wanted]
        terms[-1] += " *" if is_open else ""
        with self._lock:
            rows: list[tuple[int, float]] = self._store.execute(self._rank, (" OR ".join(terms), most)).fetchall()
        return rows

    def list_stems(self) -> list[str]:
        """Return all stems that the texts have."""
        with self._lock:
            self._store.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.stems USING fts5vocab(main, texts, row)")
            return [stem for (stem,) in self._store.execute("SELECT term FROM temp.stems")]
