"""Who we are to a store elsewhere. Secrets come from the environment and are sent only where nobody can listen."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from pomegraph.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping


@dataclass(frozen=True, slots=True)
class Credentials:
    """A bearer token, or else a user and a password; neither secret is ever shown.

    Args:
        plain: Whether they may go over plain HTTP to other machines.
    """

    token: str | None = field(default=None, repr=False)
    user: str | None = None
    password: str = field(default="", repr=False)
    plain: bool = False


def read_credentials(environment: Mapping[str, str], prefix: str) -> Credentials | None:
    """Return the credentials in `<prefix>_TOKEN`, or `<prefix>_USER` and `<prefix>_PASSWORD`; None if none is set.

    `<prefix>_PLAIN_HTTP=1` lets them go over plain HTTP to other machines.

    Raises:
        StoreError: both kinds are set, or one cannot be sent.

    >>> read_credentials({"POMEGRAPH_LOAD_USER": "ada", "POMEGRAPH_LOAD_PASSWORD": "secret"}, "POMEGRAPH_LOAD")
    Credentials(user='ada', plain=False)
    """
    # A secret that was read from a file often ends with a line end.
    token, user, password = (environment.get(f"{prefix}_{name}", "").strip() for name in ("TOKEN", "USER", "PASSWORD"))
    if token and (user or password):
        raise StoreError(f"{prefix}_TOKEN is set beside {prefix}_USER or {prefix}_PASSWORD", "set one kind only")
    if bool(user) != bool(password):
        raise StoreError(f"only one of {prefix}_USER and {prefix}_PASSWORD is set", "set both, or neither")
    # RFC 6750, section 2.1, and RFC 7617, section 2: what would end the header, or the user's name.
    if not all(character.isascii() and character.isprintable() for character in token) or " " in token:
        raise StoreError(f"{prefix}_TOKEN holds a character that no token has", "set it to the token alone")
    if ":" in user or not (user + password).isprintable():
        raise StoreError(
            f"{prefix}_USER or {prefix}_PASSWORD holds a character that cannot be sent", "choose others without it"
        )
    plain = environment.get(f"{prefix}_PLAIN_HTTP", "").strip().lower() in {"1", "yes", "true"}
    return Credentials(token or None, user or None, password, plain) if token or user else None


def check_address(url: str, credentials: Credentials | None = None) -> None:
    """Raise an error unless a store may be asked at a URL, and told these credentials there.

    Raises:
        StoreError: it is not an HTTP URL, it holds credentials itself, or others could listen.
    """
    try:
        parts = urlsplit(url)
        host, is_web = parts.hostname, parts.scheme in {"http", "https"} and parts.port != 0
        httpx.URL(url)
    except (ValueError, httpx.InvalidURL):
        host, is_web = None, False
    if not host or not is_web or any(character.isspace() for character in url):
        # Not shown: what is not a URL may well hold a password.
        raise StoreError("the address of the store is not an HTTP URL", "write it as http://host:port/path")
    if "@" in parts.netloc:
        raise StoreError(
            "the address of the store holds a user or a password, which others see in lists of processes and in logs",
            "take them out of the URL and set the variables of the environment for them",
        )
    if parts.fragment:
        raise StoreError("the address of the store holds a #", "leave out what begins with #")
    if credentials and parts.scheme == "http" and not credentials.plain and not is_loopback(url):
        raise StoreError(
            f"others could read the credentials on their way to {host}: this is plain HTTP",
            "use https://, or set the variable beside them that ends with _PLAIN_HTTP to 1 if you trust the network",
        )


def is_loopback(url: str) -> bool:
    """Return whether a URL leads to this machine.

    >>> is_loopback("http://127.0.0.1:3030/ds"), is_loopback("http://localhost.example.org/")
    (True, False)
    """
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Login(httpx.Auth):
    """Sends credentials; a password in the way that the store asks for: basic (RFC 7617) or digest (RFC 7616)."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._way: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send a request, once more if the first answer asks for credentials."""
        credentials = self._credentials
        if credentials.token:
            request.headers["Authorization"] = f"Bearer {credentials.token}"
            yield request
            return
        if self._way is None:
            # The first request goes without, so that a store that asks for a digest never sees the password.
            response = yield request
            if response.status_code != httpx.codes.UNAUTHORIZED:
                return
            challenge = response.headers.get("www-authenticate", "")
            kind = httpx.DigestAuth if "digest" in challenge.lower() else httpx.BasicAuth
            self._way = kind(credentials.user or "", credentials.password)
        yield from self._way.auth_flow(request)
