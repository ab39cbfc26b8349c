"""Files of SHA-256 sums as `sha256sum` writes and checks them: a digest, two blanks, a name."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from pomegraph.errors import ReleaseError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Of the files that are the same on every machine; the digest of these sums names the release.
SUMS = "SHA256SUMS"
# Of the database, whose bytes are others on every machine.
STORE_SUMS = "store.SHA256SUMS"
# No name leads out of the folder.
_ROW = re.compile(r"([0-9a-f]{64})  ((?:store/)?[A-Za-z0-9][A-Za-z0-9._-]*)")


def digest_file(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def render_sums(digests: Mapping[str, str]) -> str:
    """Return the rows of some files, sorted by name."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))


def read_sums(path: Path) -> dict[str, str]:
    """Return digests by the names of the files.

    Raises:
        ReleaseError: it cannot be read, is empty, or has a row that is none. The name of the file is left to say.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ReleaseError("is missing") from error
    except UnicodeDecodeError as error:
        raise ReleaseError("is not text in UTF-8") from error
    except OSError as error:
        raise ReleaseError(f"cannot be read ({error.strerror})") from error
    return _read_rows(text)


def _read_rows(text: str) -> dict[str, str]:
    if not text:
        raise ReleaseError("is empty")
    if not text.endswith("\n"):
        raise ReleaseError("ends within a line")
    digests: dict[str, str] = {}
    for number, row in enumerate(text.split("\n")[:-1], 1):
        found = _ROW.fullmatch(row)
        if found is None:
            raise ReleaseError(f"has a line {number} that is not a sum and a name")
        if found[2] in digests:
            raise ReleaseError(f"names {found[2]} twice")
        digests[found[2]] = found[1]
    return digests
