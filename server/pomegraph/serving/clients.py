"""All clients of a web process, watched by one thread: no other one waits for any of them."""

from __future__ import annotations

import os
import socket
import time
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from gunicorn.http.errors import ParseException

from pomegraph.serving.answering import find_status
from pomegraph.serving.client import Client, State
from pomegraph.serving.door import Door
from pomegraph.serving.incoming import Incoming, NoRoomError
from pomegraph.serving.loop import READ, WRITE, Loop
from pomegraph.serving.outgoing import Outgoing
from pomegraph.serving.pace import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from pomegraph.serving.answering import Answerer
    from pomegraph.serving.crowd import Crowd
    from pomegraph.serving.pace import Shelf
    from pomegraph.serving.recall import Recall

_BLOCK = 64 << 10
# Clients beyond the most, who are heard for some seconds to find out whether they ask how it goes here.
_EXTRA, _SHORT = 32, 2.0
# Seconds for which a client may keep silent between two requests, and bytes and seconds of one that is being left.
_KEEP_ALIVE, _MOST_DROPPED, _GOODBYE = 75.0, 64 << 10, 2.0
# Seconds between two looks for those whose time is up.
_LOOK = 0.5
# What has threads of its own, and how many: to tell how it goes here must not wait for others.
LANES = {"/health/live": 1, "/health/ready": 2, "/metrics": 1}


class Clients:
    """Takes clients, collects their requests, hands these over, and sends what the answers leave.

    Args:
        settings: Gunicorn's settings.
        shelf: Where there is room for what is not taken yet.
        crowd: Counts what each client has.
        most: How many clients there may be.
        most_body: Bytes of a body that are collected.
    """

    def __init__(self, settings: Any, shelf: Shelf, crowd: Crowd, *, most: int, most_body: int) -> None:
        self._settings = settings
        self._shelf = shelf
        self._crowd = crowd
        self._most = most
        self._most_body = most_body
        self.loop = Loop()
        self.door = Door(self.loop, self._add)
        self._all: dict[Client, None] = {}
        # Those of whom nothing has come, the longest silent first.
        self._quiet: dict[Client, None] = {}
        self._looked = 0.0
        self._patience = PATIENCE
        # Below which path the application is; see Gunicorn.
        self._mount = os.environ.get("SCRIPT_NAME", "")
        self.answerer: Answerer
        self.recall: Recall
        self.hand_over: Callable[[Client, str], None]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._all)

    def go_round(self, seconds: float) -> None:
        """Wait until something happens, for some seconds at most, and deal with it."""
        self.loop.go_round(seconds)
        now = time.monotonic()
        if now - self._looked >= _LOOK:
            self._looked = now
            self._look(now)

    # Those who come.

    def close_door(self, seconds: float) -> None:
        """Take no more clients; those who are silent have some seconds to begin."""
        self.door.close()
        self._patience = seconds
        end = time.monotonic() + seconds
        for client in self._quiet:
            client.until = min(client.until, end)

    def _add(self, sock: socket.socket, address: Any, server: Any) -> None:
        sock.setblocking(False)
        with suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer = self._crowd.name_peer(str(address[0]))
        client = Client(sock, address, server, peer)
        client.incoming = Incoming(self._settings, address, self._most_body, self._shelf)
        client.outgoing = Outgoing(sock, self._shelf, partial(self.loop.post, partial(self._watch_way, client)))
        self._all[client] = None
        is_welcome = self._crowd.enter(peer)
        if len(self._all) > self._most:
            self._make_room(client)
        if not is_welcome and client in self._all:
            self._refuse(client, HTTPStatus.TOO_MANY_REQUESTS)
        elif client in self._all:
            self._await(client, _SHORT if client.is_extra else self._patience)

    def _make_room(self, client: Client) -> None:
        """Let go who has been silent for longest; if nobody is silent, the new one has little time, or has to go."""
        for quiet in list(self._quiet):
            if quiet.has_spoken():
                # Nobody has listened yet.
                self._hear(quiet)
            else:
                self._drop(quiet)
            if len(self._all) <= self._most:
                return
        if len(self._all) <= self._most + _EXTRA:
            client.is_extra = True
        else:
            self._drop(client)

    # Requests.

    def _await(self, client: Client, seconds: float) -> None:
        """Wait for a request."""
        client.state = State.QUIET
        client.until = time.monotonic() + seconds
        self._quiet[client] = None
        self._watch(client, READ)

    def _hear(self, client: Client) -> None:
        try:
            data = client.sock.recv(_BLOCK)
        except BlockingIOError:
            return
        except OSError:
            self._drop(client)
            return
        if client.state is State.LEAVING:
            self._forget_rest(client, len(data))
        elif answer := self._recall(client, data):
            self._repeat(client, answer)
        elif data:
            self._begin(client)
            client.pace.earn(len(data))
            self._feed(client, partial(client.incoming.feed, data))
        elif client.state is State.COMING:
            # The other way may still be open.
            self._refuse(client, HTTPStatus.BAD_REQUEST)
        else:
            self._drop(client)

    def _recall(self, client: Client, data: bytes) -> tuple[bytes, bytes] | None:
        is_begin = client.state is State.QUIET and not self.answerer.is_ending()
        return self.recall.find(client, data) if is_begin else None

    def _repeat(self, client: Client, answer: tuple[bytes, bytes]) -> None:
        """Send an answer for which no thread was needed."""
        del self._quiet[client]
        client.state = State.ANSWERED
        client.outgoing.begin()
        with suppress(OSError):
            for part in answer:
                client.outgoing.sendall(part)
        self.finish(client, stays=True)

    def _begin(self, client: Client) -> None:
        if client.state is State.QUIET:
            self._quiet.pop(client, None)
            client.state = State.COMING
            client.pace.begin()

    def _feed(self, client: Client, feed: Callable[[], None]) -> None:
        """Read on, and hand the request over if it is whole."""
        try:
            feed()
        except (ParseException, NoRoomError) as error:
            self._refuse(client, find_status(error))
            return
        if client.incoming.is_whole:
            self._hand_over(client)
            return
        request = client.incoming.request
        # Gunicorn itself would ask for the body when it is here.
        if request is not None and request._expected_100_continue:
            request._expected_100_continue = False
            with suppress(OSError):
                client.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _hand_over(self, client: Client) -> None:
        request = client.incoming.request
        request._expected_100_continue = False
        path = request.path.removeprefix(self._mount)
        lane = path if path in LANES else ""
        if not client.incoming.is_clean:
            request.force_close()
        if not self._count_asker(client, request):
            self._refuse(client, HTTPStatus.TOO_MANY_REQUESTS)
        elif client.is_extra and not lane:
            self._refuse(client, HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            client.state = State.ANSWERED
            client.outgoing.begin()
            self.hand_over(client, lane)

    def _count_asker(self, client: Client, request: Any) -> bool:
        """Find out who asks, and count who does so by a proxy; tell whether that is not too much."""
        forwarded = [value for name, value in request.headers if name == "X-FORWARDED-FOR"]
        client.asker = self._crowd.name_asker(str(client.address[0]), forwarded)
        client.counted = client.asker if not client.peer and forwarded else ""
        return self._crowd.enter(client.counted)

    def _refuse(self, client: Client, status: HTTPStatus) -> None:
        """Answer that there is no answer, and leave."""
        self._quiet.pop(client, None)
        self._watch(client, 0)
        client.state = State.ANSWERED
        client.outgoing.begin()
        self.finish(client, stays=self.answerer.refuse(client, status))

    # Answers.

    def finish_later(self, client: Client, *, stays: bool) -> None:
        """Take note that a thread has done with a request: at once, or, if nothing is lost by it, with the next one."""
        self.loop.leave(partial(self.finish, client, stays=stays))
        # What the client sends next wakes the loop, if it still listens; this is looked at last.
        can_wait = stays and not client.counted and client.incoming.is_bare and not client.outgoing.is_pending
        if not (can_wait and client.watched == READ):
            self.loop.wake()

    def finish(self, client: Client, *, stays: bool) -> None:
        """Take note that no thread has to do with a request any more."""
        client.state = State.SENT
        client.stays = stays and not client.is_extra
        self._crowd.leave(client.counted)
        client.counted = ""
        if client.outgoing.is_broken:
            self._drop(client)
        elif client.outgoing.is_pending:
            self._watch(client, WRITE)
        else:
            self._go_on(client)

    def _watch_way(self, client: Client) -> None:
        """Look when there is room on the way to a client."""
        if client in self._all and client.outgoing.is_pending:
            self._watch(client, WRITE)

    def _flush(self, client: Client) -> None:
        try:
            client.outgoing.flush()
        except OSError:
            self._break(client)
            return
        if not client.outgoing.is_pending:
            self._watch(client, 0)
            if client.state is State.SENT:
                self._go_on(client)

    def _go_on(self, client: Client) -> None:
        """Wait for the next request, or leave."""
        if not client.stays:
            client.say_goodbye()
            client.state = State.LEAVING
            client.until = time.monotonic() + _GOODBYE
            self._watch(client, READ)
            return
        self._await(client, _KEEP_ALIVE if self.door.is_open else self._patience)
        self._feed(client, partial(self._read_next, client))

    def _read_next(self, client: Client) -> None:
        """Read what came with the request before."""
        client.incoming.go_on()
        if client.incoming.has_begun:
            self._begin(client)

    # Those who leave.

    def _forget_rest(self, client: Client, count: int) -> None:
        client.dropped += count
        if not count or client.dropped > _MOST_DROPPED:
            self._drop(client)

    def _look(self, now: float) -> None:
        """Leave those whose time is up."""
        for client in [each for each in self._all if each.is_due(now)]:
            if client.state in {State.QUIET, State.LEAVING}:
                self._drop(client)
            else:
                self._break(client)
        self.door.look(now)

    def _break(self, client: Client) -> None:
        """Leave a client in the middle of something, so that it notices."""
        client.outgoing.break_off()
        self._watch(client, 0)
        if not client.has_thread:
            self._drop(client)

    def _drop(self, client: Client) -> None:
        self._watch(client, 0)
        self._quiet.pop(client, None)
        self._all.pop(client, None)
        self._crowd.leave(client.peer)
        client.close()

    def _watch(self, client: Client, events: int) -> None:
        if events == client.watched:
            return
        react = partial(self._react, client)
        if client.watched:
            self.loop.change(client.sock, events, react)
        else:
            self.loop.watch(client.sock, events, react)
        client.watched = events

    def _react(self, client: Client, events: int) -> None:
        if events & WRITE:
            self._flush(client)
        elif client.state is State.ANSWERED:
            # More comes, or the end, and its turn is later.
            self._watch(client, 0)
        else:
            self._hear(client)
