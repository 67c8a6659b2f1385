"""Headers as filters write them: the right verdict, and no crash whatever is given."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from observatoire.newsletter.diagnosis import (
    decode,
    judge,
    masked,
    placement_of,
    read_message,
    written,
)
from tests.observatoire.newsletter.headers import LINES, sets

SIGNS = {"prouvee": "+", "exclue": "-", "inconnue": "?"}
SOURCES = (
    Path(os.environ.get("OBS_SOURCES", "")) / "mail" if os.environ.get("OBS_SOURCES") else None
)


def verdicts(content, **options) -> str:
    return "".join(SIGNS[one.verdict] for one in judge(read_message(content), **options))


def test_there_are_forty_sets():
    assert len({name for name, *_ in sets()}) == 40


@pytest.mark.parametrize(("name", "headers", "place", "expected"), sets())
def test_each_set_gets_its_verdict(name, headers, place, expected):
    assert (placement_of(read_message(headers)), verdicts(headers)) == (place, expected)


def test_a_proof_is_the_line_itself():
    found = judge(read_message(LINES["de"] + "\n" + LINES["rp_esp"]))
    assert found[0].proof.endswith("@em4712.envois.example>")


def test_links_are_read_in_the_body_then_forgotten():
    page = "\n".join([LINES["de"], "Content-Type: text/html", "", "<p>Une lettre longue</p>"])
    tracked = read_message(page + '<a href="https://click.envois.example/x">plateforme</a>')
    clean = read_message(page + '<a href="https://plateforme.example/lettres/3/">lire</a>')
    judged = [judge(one, ours=["plateforme.example"])[1].verdict for one in (tracked, clean)]
    assert judged == ["prouvee", "exclue"]
    assert written(masked(tracked)) == f"{LINES['de']}\nContent-Type: text/html"


def test_who_received_it_is_not_kept():
    text = "To: Agent <agent@service.example>\nReceived: for <agent@service.example>; x\n"
    text += "X-Note: vu par voisin@service.example\nReturn-Path: <b+agent@service.example>"
    kept = written(masked(read_message(text)))
    assert kept.splitlines() == [
        "To: …@service.example",
        "Received: for <…@service.example>; x",
        "X-Note: vu par …@service.example",
        "Return-Path: <b+agent@service.example>",
    ]


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=600), st.text(max_size=600)))
def test_whatever_is_given_is_read(content):
    assert len(judge(masked(read_message(content)))) == 8


@pytest.mark.parametrize("cut", range(10, 90, 7))
def test_a_truncated_set_is_read(cut):
    for _, headers, _, _ in sets():
        assert len(verdicts(headers[: len(headers) * cut // 100])) == 8


def test_hostile_headers_are_read_in_time():
    hostile = ["Received: " + "(" * 3000 + ";" * 3000, "A" * 100_000, ": " * 5000]
    hostile += ["Authentication-Results: " + "dmarc=pass (" * 400, "X-Spam-Status: Yes, tests="]
    hostile += ["X-MS-Exchange-Organization-SCL: ²", "From: " + "a@" * 2000, "Date\n\t" * 999]
    assert [len(verdicts(one)) for one in hostile] == [8] * len(hostile)


@pytest.mark.skipif(SOURCES is None, reason="OBS_SOURCES n’est pas donné : courriels réels absents")
def test_real_messages_are_read():
    files = [one for one in sorted(SOURCES.rglob("*")) if one.is_file()][:400]
    read = [read_message(one.read_bytes()) for one in files]
    assert {len(judge(masked(one))) for one in read} == {8}
    assert sum(bool(decode(one)) for one in read) > 5
