"""What tests of tracing against the release share: figures of the fifth document, and a client that is sent tables."""

from __future__ import annotations

import io

from flask.testing import FlaskClient

from pomegraph.content.folder import Content
from pomegraph.evidence.words import read_words
from pomegraph.questions.reading import read_questions
from pomegraph.release import Release
from pomegraph.web.app import create_app
from pomegraph.web.settings import Settings
from support.endpoint import LIMITS, connect_engine

_LOW = "pomalidomide plus low-dose dexamethasone"
_TRIPLET = "daratumumab-pomalidomide-dexamethasone"
# Figures as 003-droracle prints them, by its line.
TABLE = f"""\
id,trial,regimen,drug,disease,population,measure,value,low,high,unit,follow_up
45,MM-003,{_LOW},,multiple myeloma,,median progression-free survival,4.2,,,months,
46,MM-003,{_LOW},,multiple myeloma,,median overall survival,11.9,,,months,
47,MM-003,{_LOW},,multiple myeloma,dual-refractory patients,overall response rate,,31,35,%,
50a,,,pomalidomide,multiple myeloma,,median duration of response,7.3,,,months,23
50b,,,pomalidomide,multiple myeloma,,median overall survival,14.9,,,months,23
69,,{_TRIPLET},,multiple myeloma,lenalidomide-pretreated,overall response rate,77.7,,,%,
70a,,{_TRIPLET},,multiple myeloma,,serious pneumonia and lower respiratory tract infections,50,,,%,
70b,,{_TRIPLET},,multiple myeloma,,serious adverse events,50,,,%,
76,OPTIMISMM,pomalidomide-bortezomib-dexamethasone,,multiple myeloma,,median PFS,11.20,,,months,
81,,selinexor-pomalidomide-dexamethasone,,multiple myeloma,,overall response rate,65,,,%,
"""
# What the primary sources allow to say of each: the verdict, and the trials.
EXPECTED = {
    "45": ("correct", ["MM-002"]),
    "46": ("correct", ["STRATUS"]),
    "47": ("keep", ["MM-003"]),
    "50a": ("attribute", ["IFM 2009-02"]),
    "50b": ("attribute", ["IFM 2009-02"]),
    "69": ("attribute", ["MM-014"]),
    "70a": ("doubtful", ["APOLLO"]),
    "70b": ("attribute", ["APOLLO"]),
    "76": ("confirm", ["OPTIMISMM"]),
    "81": ("none", []),
}


def make_tracing_client(content: Content, release: Release) -> FlaskClient:
    """Return a client of an application that traces figures against a release."""
    settings = Settings(questions=tuple(read_questions(content)), words=read_words(content.aliases))
    return create_app(connect_engine(LIMITS, release.folder), settings, stream=io.StringIO()).test_client()
