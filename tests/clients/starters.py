"""Puts a query by one client, each as its documentation says, and returns what the client makes of the answer."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest
import SPARQLWrapper

from support import servers
from support.places import ROOT


def run(*command: str) -> str:
    """Return what a command prints; its complaints go to those of the test."""
    done = subprocess.run(command, stdout=subprocess.PIPE, timeout=60, check=True)
    return done.stdout.decode("utf-8")


def ask_wrapper(endpoint: str, query: str, form: str, way: str = "get") -> Any:
    """Return what SPARQLWrapper makes of an answer: a value of Python, a document or a graph, or the bytes."""
    wrapper = SPARQLWrapper.SPARQLWrapper(endpoint, returnFormat=form)
    wrapper.setMethod("GET" if way == "get" else "POST")
    wrapper.setRequestMethod("postdirectly" if way == "direct" else "urlencoded")
    wrapper.setTimeout(30)
    wrapper.setQuery(query)
    return wrapper.queryAndConvert()


def run_curl(endpoint: str, *options: str) -> str:
    program = servers._find_program("curl", "apt-get install curl")
    return run(program, "--silent", "--show-error", "--fail", *options, endpoint)


def ask_curl(endpoint: str, query: str, *options: str) -> str:
    return run_curl(endpoint, *options, "--data-urlencode", f"query={query}")


def run_script(name: str, *arguments: str) -> str:
    """Return what a client from npm prints."""
    servers._find_program("node", "apt-get install nodejs")
    script = ROOT / "tests/clients/node_modules/.bin" / name
    return run(str(script), *arguments) if script.exists() else pytest.skip(f"no {name}: npm ci in tests/clients")


def ask_comunica(query: str, *sources: str, form: str = "application/sparql-results+json") -> str:
    return run_script("comunica-sparql", *sources, "--query", query, "--outputType", form)


def run_jena(command: str, *arguments: str) -> str:
    """Return what a command of Apache Jena prints; they come with Fuseki."""
    java = servers._find_program("java", "install Java 17 or later")
    return run(java, "-cp", str(servers._find_fuseki()), f"arq.{command}", *arguments)
