"""In an archived space proposals are read, and nothing more."""

import pytest

from civic.core import db
from civic.core.clock import now
from civic.spaces.models import Space


@pytest.fixture
def archived(propose, garden):
    address = propose()
    with db.writing() as session:
        session.get_one(Space, garden.id).archived_at = now()
    return address


def test_nobody_is_asked_for_what_can_no_longer_be_done(draft, garden, browser):
    address = draft()
    browser("Ada").post(f"{address}/co-authors", data={"name": "Ben"})
    assert "Plant trees" in browser("Ada").get("/").text
    assert "Plant trees" in browser("Ben").get("/").text
    with db.writing() as session:
        session.get_one(Space, garden.id).archived_at = now()
    assert "Plant trees" not in browser("Ada").get("/").text
    assert "Plant trees" not in browser("Ben").get("/").text


@pytest.mark.parametrize(
    ("name", "deed"),
    [
        ("Ada", "edit"),
        ("Ada", "co-authors"),
        ("Ada", "withdraw"),
        ("Ben", "support"),
        ("Fay", "answer"),
        ("Fay", "decide"),
        ("Fay", "move-on"),
        ("Fay", "summary"),
    ],
)
def test_nothing_is_done_any_more(archived, browser, name, deed):
    client = browser(name)
    assert client.get(archived).status_code == 200
    assert client.post(f"{archived}/{deed}").status_code == 403
    assert f'action="{archived}/{deed}"' not in client.get(archived).text
