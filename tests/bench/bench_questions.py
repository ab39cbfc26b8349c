"""The questions against the native Oxigraph server: the same queries in the same order, in one run.

Run: python tests/bench/bench_questions.py [--quick] [--rounds 3] [--seed 1] [--copies 3]
Needs: wrk (Debian), oxigraph (PyPI), Linux. All servers listen on loopback only. Takes about eleven
minutes, with --quick two. Prints Markdown tables: the figures of each server, the median of the ratios of the rounds,
the aim.

In a round every server starts anew, so that nothing is kept, and is sent the mix of the round twice: the second time it
has what it kept of the first. Each round has a mix of its own.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))  # for `bench` and `support`

from bench.endpoint.contest import Field, check_mix, leave_out_long, measure_rounds, read_grounds
from bench.endpoint.data import prepare_data
from bench.endpoint.mix import make_mix
from bench.endpoint.servers import describe_native, describe_ours, run_server
from bench.endpoint.verdict import print_news, print_questions, print_ratios
from pomegraph.content.folder import Content
from pomegraph.questions.reading import read_questions

_REQUESTS = (1500, 600)  # of a mix: on the release, on the release multiplied
_CHECKED = 2  # askings for each question that are compared before anything is measured


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one round, of a quarter of the requests")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1, help="of the first round; each further one has the next")
    parser.add_argument(
        "--copies", type=int, default=3, help="of the release [3: a million quads]; 1: only the release"
    )
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers are ended
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rounds, share = (1, 4) if options.quick else (options.rounds, 1)
        for field in prepare_fields(folder, options.copies, rounds, share):
            measure(field, options.seed, folder)


def prepare_fields(folder: Path, copies: int, rounds: int, share: int) -> list[Field]:
    data = prepare_data(folder, copies)
    counts = [count // share for count in _REQUESTS]
    ours, native = describe_ours("--release", str(data.release)), describe_native(data.release_database)
    fields = [Field("The release", ours, native, counts[0], rounds, 10)]
    if copies > 1:
        ours, native = describe_ours("--data", str(data.quads)), describe_native(data.database)
        fields.append(Field(f"The release multiplied to {data.count:,} quads", ours, native, counts[1], rounds, 1))
    return fields


def measure(field: Field, seed: int, folder: Path) -> None:
    print(f"\n## {field.title}, {os.cpu_count()} cores")
    questions = read_questions(Content.default())
    with run_server(field.native, folder) as native, run_server(field.ours, folder) as ours:
        grounds = read_grounds(questions, native)
        quick = leave_out_long(make_mix(questions, grounds, len(questions), seed), ours, field.longest)
        asked = [question for question in questions if question.stem in quick]
        check_mix(ours, native, make_mix(asked, grounds, _CHECKED * len(asked), seed))
        mixes = [make_mix(asked, grounds, field.requests, seed + number) for number in range(field.rounds)]
    seen = measure_rounds(field, mixes, folder)
    print_ratios(field, seen)
    print_news(seen)
    print_questions(field, seen)


if __name__ == "__main__":
    main()
