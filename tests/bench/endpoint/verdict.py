"""What the rounds of the questions come to: ratios, what is new and what is repeated, and where the time goes."""

from __future__ import annotations

import statistics
from collections import defaultdict
from typing import TYPE_CHECKING

from bench.endpoint.contest import FORGETFUL, REST
from bench.endpoint.report import at_least, at_most, divide_rounds, print_table, summarise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.endpoint.contest import Field, Round
    from bench.endpoint.passes import Pass
    from bench.endpoint.report import Aim

_STATES = ("nothing kept", "once more")
_FIGURES: dict[str, tuple[Callable[[Pass], float], Aim | None]] = {
    "answers a second": (lambda seen: seen.rate, at_least(1)),
    "p50, ms": (lambda seen: seen.percentile(50), None),
    "p99, ms": (lambda seen: seen.percentile(99), at_most(1)),
}
_SHOWN = 15  # questions


def print_ratios(field: Field, seen: dict[str, list[Round]]) -> None:
    native = seen[field.native.name]
    different = [len(one.stems) for one in native]
    rows = []
    for number, state in enumerate(_STATES):
        for name in (field.ours.name, REST, FORGETFUL)[: 3 - number]:
            for figure, (read, aim) in _FIGURES.items():
                ours, theirs = ([read(one.passes[number]) for one in rounds] for rounds in (seen[name], native))
                ratio = divide_rounds(ours, theirs)
                judged = aim.judge(ratio) if aim else ""
                rows.append([state, name, figure, summarise(ours), summarise(theirs), f"{ratio:.2f}", judged])
    repeated = 1 - statistics.median(different) / field.requests
    title = f"{field.requests:,} requests in a mix, {summarise(different)} different ones, {repeated:.0%} repeated"
    head = ["state", "server", "figure", "pomegraph", "native", "ratio", "aim"]
    print_table(f"{title}; 8 clients; least/median/most of {field.rounds} rounds", head, rows)
    errors = {name: sum(each.failures for one in rounds for each in one.passes) for name, rounds in seen.items()}
    print(f"\nErrors: {', '.join(f'{name} {count}' for name, count in errors.items())}")


def print_news(seen: dict[str, list[Round]]) -> None:
    """Print how long requests took that were new to a server that had kept nothing, and those that were not."""
    rows = []
    for name, rounds in seen.items():
        times: dict[bool, list[float]] = {True: [], False: []}
        for one in rounds:
            known: set[str] = set()
            for sample in one.passes[0].samples:
                times[sample.path not in known].append(sample.milliseconds)
                known.add(sample.path)
        rows.append([name, *(cell for new in (True, False) for cell in _describe_times(times[new]))])
    head = ["server", "new", "p50", "p99", "repeated", "p50", "p99"]
    print_table("Nothing kept: requests that are new, and those that came before; milliseconds", head, rows)


def _describe_times(times: Sequence[float]) -> list[str]:
    shares = statistics.quantiles(times, n=100, method="inclusive")
    return [f"{len(times):,}", f"{shares[49]:.2f}", f"{shares[98]:.1f}"]


def print_questions(field: Field, seen: dict[str, list[Round]]) -> None:
    """Print the questions on which most time was spent, with nothing kept."""
    native, ours, rest = (_collect_times(seen[name]) for name in (field.native.name, field.ours.name, REST))
    total, others = (sum(map(sum, times.values())) for times in (native, ours))
    spent = {stem: sum(native[stem]) + sum(ours[stem]) for stem in native}
    rows = [
        [
            stem,
            str(len(native[stem])),
            f"{sum(native[stem]) / total:.1%}",
            f"{sum(ours[stem]) / others:.1%}",
            *(f"{statistics.mean(times[stem]):.1f}/{max(times[stem]):.0f}" for times in (native, ours, rest)),
        ]
        for stem in sorted(native, key=lambda stem: -spent[stem])[:_SHOWN]
    ]
    head = ["question", "asked", "native, share", "pomegraph, share", "native", "pomegraph", REST]
    print_table("Nothing kept: where the time goes; milliseconds, mean/most", head, rows)


def _collect_times(rounds: Sequence[Round]) -> dict[str, list[float]]:
    """Return the milliseconds of each answer of the first passes, by question."""
    times = defaultdict(list)
    for one in rounds:
        for sample in one.passes[0].samples:
            times[one.stems[sample.path]].append(sample.milliseconds)
    return times
