"""What passed of each folder, told at the end of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.w3c.manifest import WITHDRAWN, read_entries

if TYPE_CHECKING:
    import pytest


class Report:
    """A plugin of pytest that prints the figures it was given."""

    def __init__(self) -> None:
        self._figures: dict[str, tuple[int, int]] = {}

    def add(self, folder: str, passed: int, total: int) -> None:
        """Keep how many tests of a folder passed."""
        self._figures[folder] = (passed, total)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print what passed, by folder, and what is left out."""
        if not self._figures:
            return
        passed = sum(passed for passed, _ in self._figures.values())
        total = sum(total for _, total in self._figures.values())
        folders = ", ".join(f"{folder} {passed}/{total}" for folder, (passed, total) in self._figures.items())
        updates = sum(entry.kind == "update" for entry in read_entries())
        withdrawn = sum(entry.folder == WITHDRAWN for entry in read_entries())
        terminalreporter.section("W3C SPARQL test suites")
        terminalreporter.write_line(f"queries: {passed} of {total} pass: {folders}")
        terminalreporter.write_line(f"left out: {updates} of updates, as the server is read-only")
        terminalreporter.write_line(
            f"left out: {withdrawn} of {WITHDRAWN}, withdrawn in favour of graph-store-protocol"
        )
