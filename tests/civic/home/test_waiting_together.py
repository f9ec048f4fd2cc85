"""What waits is asked of all features in one statement, which is put together once."""

from datetime import timedelta

import pytest

from civic.core import db, waiting
from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.mail import OutboxMail

ACTORS = {
    "member": Actor(id=7, roles_by_space={3: frozenset({"member"})}),
    "facilitator": Actor(id=8, roles_by_space={3: frozenset({"facilitator"})}),
    "keeper": Actor(id=9, organisations={5: "administrator"}),
    "administrator": Actor(id=10, is_admin=True, roles_by_space={3: frozenset({"facilitator"})}),
}


@pytest.fixture
def asked(app):
    """What an actor of that kind asks at a moment, by every feature that has something to ask."""

    def ask(kind: str, at) -> list[waiting.Question]:
        sources = app.extensions["session_info"]["registry"].waiting
        return [rows for one in sources if (rows := one.rows(ACTORS[kind], now=at))]

    return ask


@pytest.mark.parametrize("kind", ACTORS)
def test_each_part_is_put_together_once(asked, kind):
    first, later = asked(kind, now()), asked(kind, now() + timedelta(hours=1))
    assert all(one.statement is again.statement for one, again in zip(first, later, strict=True))


@pytest.mark.parametrize("kind", ACTORS)
def test_a_name_means_the_same_in_every_part(asked, kind):
    told: dict[str, object] = {}
    for part in asked(kind, now()):
        for name, value in part.values.items():
            assert told.setdefault(name, value) == value, name
    assert "limit" not in told


def test_the_whole_is_put_together_once_for_all_members(browser, people, garden):
    browser("Ben").get("/")
    before = waiting.together.cache_info().misses
    browser("Ada").get("/"), browser("Ben").get("/")
    assert waiting.together.cache_info().misses == before


@pytest.mark.parametrize("told", ["Mail does not leave", "Mail came back"])
def test_however_much_mail_is_refused_it_is_told_once(app, garden, browser, told):
    long_ago = now() - timedelta(hours=1)
    with db.writing() as session:
        for key in ("a", "b", "c"):
            mail = OutboxMail(key=key, address=f"{key}@example.org", subject="News", body="Hear.")
            mail.error, mail.created_at = "the mailbox is full", long_ago
            mail.failed_at = long_ago if told == "Mail came back" else None
            session.add(mail)
    assert browser("Kim").get("/").text.count(f"{told}</strong>") == 1
