"""What is made of the data as a whole: once for each state of them, for all who need it."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any, cast

import pytest

from pomegraph.errors import EngineError
from pomegraph.web.made import MadeOnce
from pomegraph.web.turns import TURN


def make_engine(version: str = "1") -> Any:
    return cast("Any", SimpleNamespace(version=version))


def test_it_is_made_once_for_each_state_of_the_data() -> None:
    engine = make_engine()
    once = MadeOnce(lambda: engine.version, lambda: [engine.version])
    first, again = once.get(), once.get()
    engine.version = "2"

    assert first is again
    assert (first, once.get()) == (["1"], ["2"])
    assert once.get() is once.get()


def test_who_needs_it_meanwhile_waits_for_the_same_making() -> None:
    begun, go_on, made = threading.Event(), threading.Event(), list[str]()

    def make() -> str:
        begun.set()
        go_on.wait()
        made.append("made")
        return "found"

    once, found = MadeOnce(lambda: "1", make), list[str]()
    first = threading.Thread(target=lambda: found.append(once.get()))
    second = threading.Thread(target=lambda: found.append(once.get()))
    first.start()
    begun.wait()
    second.start()
    go_on.set()
    first.join()
    second.join()

    assert (made, found) == (["made"], ["found", "found"])


def test_what_is_there_is_given_while_another_holds_the_turn() -> None:
    once, found = MadeOnce(lambda: "1", lambda: "found"), list[str]()
    once.get()
    with TURN:
        other = threading.Thread(target=lambda: found.append(once.get()))
        other.start()
        other.join()

    assert found == ["found"]


def test_what_could_not_be_made_is_tried_again() -> None:
    tries = iter([False, True])

    def make() -> str:
        if not next(tries):
            raise EngineError("the engine ended", "try again")
        return "found"

    once = MadeOnce(lambda: "1", make)
    with pytest.raises(EngineError):
        once.get()

    assert once.get() == "found"
