"""A vote in preparation, for tests of the pages on which it is prepared."""

import pytest
from sqlmodel import select

from voting.models import Round


@pytest.fixture
def draft(garden, voters, browser, look):
    """Fay's browser, and the draft that she has begun."""
    fay = browser("Fay")
    answer = fay.post(f"/votes/new/{garden.id}-the-garden", data={"title_en": "The lawn"})
    assert answer.status_code == 303
    return fay, answer.location.removesuffix("/questions")


def the_round(look):
    return look(select(Round).order_by(Round.id.desc()))[0]


QUESTION = {
    "title_en": "What shall we plant?",
    "o-id": ["", "", ""],
    "o-title_en": ["Trees", "A bench", ""],
    "o-text_en": ["For shade.", "", ""],
    "o-cost": ["", "", ""],
}


def add_question(fay, edit, **changes):
    return fay.post(f"{edit}/question", data=QUESTION | changes)


def keep_rule(fay, edit, rule="approval", place=1, **fields):
    return fay.post(f"{edit}/question/{place}/rule/{rule}", data={"tie": "nobody"} | fields)
