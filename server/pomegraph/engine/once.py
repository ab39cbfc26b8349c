"""Answers one query in a process of its own that has a deadline, for programs that serve nobody else."""

from __future__ import annotations

import io
import json
import os
import select
import signal
import sys
import time
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, NoReturn, cast

from pomegraph.engine.forking import fork
from pomegraph.engine.messages import describe_error, restore_error
from pomegraph.engine.seccomp import keep_calls
from pomegraph.errors import EngineError, PomegraphError, QueryError, ServiceRefusedError, TimeLimitError
from pomegraph.sparql.outline import read_outline
from pomegraph.stores.embedded import answer_query, explain_failure, run_deep

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyoxigraph import Store

    from pomegraph.engine.limits import Limits
    from pomegraph.sparql.formats import Wanted

_BLOCK = 1 << 18


def answer_once(
    open_store: Callable[[], Store], query: str, wanted: Wanted, *, limits: Limits, prefixes: Mapping[str, str]
) -> bytes:
    """Return the result of a query; the store is opened in the process that asks it, since its threads do not fork.

    Raises:
        PomegraphError: the query fails, takes longer than its limit, or calls an endpoint that it may not call.
    """
    services = read_outline(query).services
    refused = [service for service in services if service not in limits.services]
    if refused:
        raise ServiceRefusedError(refused[0], limits.services)

    def answer(output: BinaryIO) -> None:
        store = open_store()

        def write() -> None:
            # In the thread that asks, the last that is started: there can be no other afterwards.
            if not services:
                keep_calls(files=True, network=False)
            answer_query(store, query, None, wanted, prefixes).write(output)

        run_deep(write)

    return _run(answer, query, limits.timeout)


def _run(answer: Callable[[BinaryIO], None], query: str, timeout: float) -> bytes:
    """Return what a function writes in a new process; its verdict, a line of JSON, comes by a pipe of its own."""
    deadline = time.monotonic() + timeout
    (data, data_end), (verdict, verdict_end) = os.pipe(), os.pipe()
    number = fork("pom-query", signal.SIGKILL)
    if number == 0:
        _tell(answer, query, data_end, verdict_end)
    os.close(data_end)
    os.close(verdict_end)
    try:
        found = _read(data, deadline, timeout)
        told = json.loads(_read(verdict, deadline, timeout) or b"null")
    finally:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
        os.close(data)
        os.close(verdict)
    if told is None:
        raise EngineError("the process that ran the query ended", "make the query smaller, or try again")
    if told:
        raise restore_error(told)
    return found


def _read(file: int, deadline: float, timeout: float) -> bytes:
    pieces = io.BytesIO()
    while select.select([file], [], [], max(0.0, deadline - time.monotonic()))[0]:
        piece = os.read(file, _BLOCK)
        if not piece:
            return pieces.getvalue()
        pieces.write(piece)
    raise TimeLimitError(timeout)


def _tell(answer: Callable[[BinaryIO], None], query: str, data: int, verdict: int) -> NoReturn:
    told: dict[str, object] = {}
    try:
        with os.fdopen(data, "wb", _BLOCK) as output:
            try:
                answer(output)
            except PomegraphError as error:
                told = describe_error(cast("QueryError", error))
            except OSError as error:
                told = describe_error(explain_failure(error, query))
            except MemoryError:
                told = describe_error(QueryError("there is not enough memory for the query", "make it smaller"))
        os.write(verdict, json.dumps(told).encode())
    except BaseException:  # noqa: BLE001 - a bug: it is told, and the process ends
        sys.stderr.write(traceback.format_exc())
        sys.stderr.flush()
    finally:
        os._exit(0)
