"""A release as a thing to open: a folder of files that belong together, and the digest that names them."""

from pomegraph.release.faults import Fault, find_faults
from pomegraph.release.manifest import MANIFEST, FileFacts, Manifest, read_manifest
from pomegraph.release.opening import QUADS, Release, choose_cure, find_release, name_release, open_release
from pomegraph.release.sums import STORE_SUMS, SUMS, digest_file

__all__ = [
    "MANIFEST",
    "QUADS",
    "STORE_SUMS",
    "SUMS",
    "Fault",
    "FileFacts",
    "Manifest",
    "Release",
    "choose_cure",
    "digest_file",
    "find_faults",
    "find_release",
    "name_release",
    "open_release",
    "read_manifest",
]
