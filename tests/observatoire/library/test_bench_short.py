"""The short form of the bench: its studies, written and asked for, are those of a naive search."""

from __future__ import annotations

import random

import pytest

from observatoire.base.french import terms
from observatoire.library.models import Producer, Theme
from tests import bench_library

pytestmark = pytest.mark.django_db
NOTICES = 60


def said_of(notice, themes) -> str:
    """Every word by which a notice without a file is found."""
    names = " ".join(one.name for one in themes)
    return f"{notice.title} {notice.summary} {names} Producteur {notice.get_kind_display()}"


def test_the_bench_finds_what_a_naive_search_finds():
    chance = random.Random(1)
    words = bench_library.vocabulary()
    themes = list(Theme.objects.all())
    producer = Producer.objects.create(name="Producteur", slug="producteur")
    drawn = [bench_library.draw(rank, words, themes, [producer], chance) for rank in range(NOTICES)]
    bench_library.write_ours(drawn)
    search = bench_library.our_search()
    for said, theme in bench_library.questions(words, chance)[:12]:
        expected = [
            notice.slug
            for notice, its, _ in drawn
            if notice.visibility == "public"
            and (not theme or theme in {one.slug for one in its})
            and set(terms(said)) <= set(terms(said_of(notice, its)))
        ]
        found = search(said, theme)
        if not found.read_as:
            assert found.total == len(expected)
            assert {one.slug for one in found.notices} <= set(expected)
