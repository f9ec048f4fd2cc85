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
