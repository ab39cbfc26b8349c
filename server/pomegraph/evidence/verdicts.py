"""Decides what becomes of a claim of a secondary source that was held against primary ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pomegraph.evidence.attribution import Attribution, Word

How = Literal["equal", "rounded", "core", "within", "part", "differs"]
_AGREEING: tuple[tuple[How, str], ...] = (
    ("equal", "confirmed"),
    ("rounded", "rounded"),
    ("core", "confirmed"),
    ("within", "confirmed"),
    ("part", "omits-a-part"),
)
_SAYINGS = {
    "equal": "says the same",
    "rounded": "says the same before rounding or in another unit",
    "core": "says the same in the main",
    "within": "has a figure inside the range",
    "part": "says that and more",
    "differs": "says otherwise",
}
_MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """A primary claim on the topic of a claim, and how the two go together.

    Args:
        claim: The primary claim.
        source: What its source is called.
        how: How it agrees with the claim, or that it differs.
        label: What the primary claim says.
        is_digest: Whether the source was seen only in a text of somebody else.
        issue: The year of the source as a number, 0 where it has none; only where a newer text takes the place of it.
        series: What tells the texts that take the place of one another: the kind of source and the jurisdiction.
        places: The jurisdictions in which the primary claim holds, where it is a rule.
    """

    claim: str
    source: str
    how: How
    label: str
    is_digest: bool = False
    issue: int = 0
    series: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with what it rests on.

    Args:
        verdict: Which one, by its id.
        grounds: Why, in a sentence.
        confidence: high, medium or low.
        primary: The primary claims.
        trials: What the trials are called that the figure is from.
    """

    verdict: str
    grounds: str
    confidence: str
    primary: tuple[str, ...] = ()
    trials: tuple[str, ...] = ()


def judge(findings: Sequence[Finding], traced: Attribution | None, *, places: Iterable[str] = ()) -> Judgement:
    """Return the verdict on a claim.

    What primary sources say on its topic decides where one of them agrees. A figure that none of them has is looked
    up among the figures of other trials before it counts as contradicted.

    Args:
        findings: The primary claims on its topic.
        traced: What was found out about its figure.
        places: The jurisdictions in which the claim holds, where it is a rule and names them.
    """
    if agreed := _judge_agreement(findings, set(places)):
        return agreed
    if traced is not None and (moved := _judge_trace(traced)):
        return moved
    against = [one for one in findings if one.how == "differs"]
    if against:
        sure = len({one.source for one in against if not one.is_digest}) > 1
        grounds = f"{_tell(against)} on the same topic."
        return Judgement("contradicted", grounds, "high" if sure else "medium", _list_claims(against))
    reason = f"No primary source speaks of it so that the two could be compared{_explain(traced)}."
    return Judgement("not-found", reason, "low")


def _judge_agreement(findings: Sequence[Finding], places: set[str]) -> Judgement | None:
    for how, verdict in _AGREEING:
        agreeing = [one for one in findings if one.how == how]
        if not agreeing:
            continue
        against = [one for one in findings if one.how == "differs"]
        if newer := _find_newer(agreeing, against):
            grounds = f"{_tell(agreeing)}, but {_tell(newer)}, and is newer."
            return Judgement("verdict-outdated", grounds, "medium", _list_claims([*newer, *agreeing]))
        if _is_of_others(agreeing, against, places):
            grounds = f"{_tell(agreeing)}; {_tell(against)}{_locate(agreeing, against)}."
            return Judgement("another-jurisdiction", grounds, "medium", _list_claims([*against, *agreeing]))
        sure = how in {"equal", "rounded"} and not all(one.is_digest for one in agreeing)
        grounds = _tell(agreeing) + (f"; {_tell(against)}" if against else "") + _locate(agreeing, against) + "."
        confidence = "high" if sure and not against else "medium"
        return Judgement(verdict, grounds, confidence, _list_claims(agreeing))
    return None


def _find_newer(agreeing: Sequence[Finding], against: Sequence[Finding]) -> list[Finding]:
    """Return what took the place of all that agrees."""
    if not all(one.issue and one.series for one in agreeing) or len({one.series for one in agreeing}) != 1:
        return []
    newest = max(one.issue for one in agreeing)
    return [one for one in against if one.series == agreeing[0].series and one.issue > newest]


def _is_of_others(agreeing: Sequence[Finding], against: Sequence[Finding], places: set[str]) -> bool:
    """Tell whether it is otherwise in the jurisdiction of a claim, and so only in others."""
    return any(places.intersection(one.places) for one in against) and all(
        one.places and not places.intersection(one.places) for one in agreeing
    )


def _locate(agreeing: Sequence[Finding], against: Sequence[Finding]) -> str:
    """Return the end of a sentence that says in which jurisdictions a rule holds and does not; else nothing."""
    here, there = _list_places(agreeing), _list_places(against)
    if not here or not there or set(here) & set(there) or not all(one.places for one in [*agreeing, *against]):
        return ""
    return f" (jurisdictions: {_enumerate(here)} against {_enumerate(there)})"


def _list_places(findings: Iterable[Finding]) -> list[str]:
    return sorted({place for one in findings for place in one.places})


# What a word on a figure makes of a claim, and how sure that is, with a trial named and without.
_MOVED = "belongs-to-another-trial"
_TRACED: dict[tuple[Word, bool], tuple[str, str]] = {
    ("confirm", True): ("", "medium"),
    ("attribute", False): ("", "medium"),
    ("several", False): ("", "low"),
    ("correct", True): (_MOVED, "high"),
    ("several", True): (_MOVED, "medium"),
}


def _judge_trace(traced: Attribution) -> Judgement | None:
    """Return the verdict on a figure for which a trial was found; a rate of one event is not that of another."""
    found = _TRACED.get((traced.verdict, traced.is_named))
    if found is None or traced.measure != "same":
        return None
    verdict, confidence = found
    verdict = verdict or ("rounded" if traced.how in {"rounded", "cut", "converted"} else "confirmed")
    lead = "" if traced.is_named else "The claim names no trial. "
    reason = f"{lead}{traced.reason[:1].upper()}{traced.reason[1:]}."
    return Judgement(verdict, reason, confidence, traced.claims, traced.trials)


def _explain(traced: Attribution | None) -> str:
    return f" ({traced.reason})" if traced is not None else ""


def _tell(findings: Sequence[Finding]) -> str:
    """Return a sentence without its full stop: who says what."""
    sources = list(dict.fromkeys(one.source for one in findings))
    shown = sources[:_MOST_TOLD]
    if len(sources) > len(shown):
        shown.append(f"{len(sources) - len(shown)} more")
    saying = _SAYINGS[findings[0].how]
    if len(sources) > 1:
        saying = saying.replace("says", "say").replace("has", "have")
    said = f" ({findings[0].label})" if findings[0].how != "equal" else ""
    return f"{_enumerate(shown)} {saying}{said}"


def _enumerate(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _list_claims(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.claim for one in findings))
