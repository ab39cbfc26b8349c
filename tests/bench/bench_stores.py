"""The questions against the native Oxigraph server, Fuseki and Virtuoso: the same mix of queries, in one run.

Run: python tests/bench/bench_stores.py [--requests 1500] [--rounds 2] [--longest 5]
Needs: wrk and virtuoso-opensource-7 (Debian), oxigraph (PyPI), Fuseki (see POMEGRAPH_FUSEKI in CONTRIBUTING.md), Linux.
All servers listen on loopback only and hold the release. A question that any of them does not answer in `--longest`
seconds is in no mix: a few such would decide everything. In a round each server starts anew and is sent the mix of the
round twice. Answers are not compared here: docs/loads-everywhere.md tells how they differ.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

sys.path.append(str(Path(__file__).parents[1]))  # for `bench` and `support`

from bench.endpoint.contest import read_grounds
from bench.endpoint.mix import make_mix
from bench.endpoint.passes import ACCEPT, send_mix
from bench.endpoint.report import divide_rounds, print_table, summarise
from bench.endpoint.servers import Server, describe_ours, run_server
from pomegraph.build.release_builder import build_release
from pomegraph.content.folder import Content
from pomegraph.names import Names
from pomegraph.questions.reading import read_questions
from support.everywhere import STORES, find_default

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bench.endpoint.mix import Asking
    from bench.endpoint.passes import Pass
    from pomegraph.release import Release

Start = Callable[[], AbstractContextManager[Server]]
_STATES = ("first time", "once more")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--longest", type=float, default=5, help="seconds that a question may take [%(default)s]")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers are ended
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        release = build_release(Content.default(), folder / "release", names=Names(), tell=lambda *_: None)
        compare(list_servers(release, folder), folder, options)


def list_servers(release: Release, folder: Path) -> dict[str, Start]:
    """Return what starts each server with the release in it, by its name."""
    starts: dict[str, Start] = {
        "pomegraph": partial(run_server, describe_ours("--release", str(release.folder)), folder)
    }
    return starts | {name: partial(_run_store, name, release) for name in STORES}


@contextmanager
def _run_store(name: str, release: Release) -> Iterator[Server]:
    with STORES[name](release) as store:
        address, default = urlsplit(store.query_url), find_default(store)
        path = address.path + (f"?default-graph-uri={quote(default, safe='')}" if default else "")
        yield Server(name, path, address.port or 80, store.process.pid, 0)


def compare(servers: Mapping[str, Start], folder: Path, options: argparse.Namespace) -> None:
    questions = read_questions(Content.default())
    with servers["pomegraph"]() as server:
        examples = make_mix(questions, read_grounds(questions, server), len(questions), 0)
    late = find_late(servers, examples, options.longest)
    asked = [question for question in questions if question.stem not in late]
    with servers["pomegraph"]() as server:
        grounds = read_grounds(questions, server)
        mixes = [make_mix(asked, grounds, options.requests, seed) for seed in range(1, options.rounds + 1)]
    seen: dict[str, list[list[Pass]]] = {name: [] for name in servers}
    for mix in mixes:
        for name, start in servers.items():
            with start() as server:
                paths = [server.prefix + asking.query_path for asking in mix]
                seen[name].append([send_mix(server, paths, folder) for _ in _STATES])
    print_stores(
        seen, f"{options.requests:,} requests in a mix, 8 clients; least/median/most of {options.rounds} rounds"
    )


def find_late(servers: Mapping[str, Start], mix: Sequence[Asking], longest: float) -> set[str]:
    """Return the questions of a mix that some server does not answer in time, and print which they are."""
    late: set[str] = set()
    for name, start in servers.items():
        with start() as server:
            left = [asking for asking in mix if asking.stem not in late]
            found = {asking.stem for asking in left if not _answers(server, asking, longest)}
        print(f"\nNot answered in {longest:g} s by {name}: {', '.join(sorted(found)) or 'none'}")
        late |= found
    return late


def _answers(server: Server, asking: Asking, longest: float) -> bool:
    """Tell whether a server answers a question in so many seconds; an error is an answer."""
    connection = server.connect(longest)
    try:
        connection.request("GET", server.prefix + asking.query_path, headers={"Accept": ACCEPT})
        connection.getresponse().read()
    except TimeoutError:
        return False
    finally:
        connection.close()
    return True


def print_stores(seen: dict[str, list[list[Pass]]], title: str) -> None:
    rows = []
    for number, state in enumerate(_STATES):
        passes = {name: [round_[number] for round_ in rounds] for name, rounds in seen.items()}
        ours, *_ = ([one.rate for one in several] for several in passes.values())
        for name, several in passes.items():
            rates = [one.rate for one in several]
            ratio = f"{divide_rounds(ours, rates):.2f}"
            shares = [summarise([one.percentile(share) for one in several]) for share in (50, 99)]
            rows.append([state, name, summarise(rates), ratio, *shares, str(sum(one.failures for one in several))])
    head = ["state", "server", "answers a second", "ours to it", "p50, ms", "p99, ms", "errors"]
    print_table(title, head, rows)


if __name__ == "__main__":
    main()
