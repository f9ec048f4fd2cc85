"""A little life in the garden: Ada's idea, and a vote in which members may take part."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import col, select

from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.spaces.models import Space
from proposals import actions as proposals
from voting import actions as voting
from voting.models import Disclosure


@pytest.fixture
def idea(app, garden, act):
    """Ada publishes a proposal."""

    def publish(title="Plant pear trees", body="Along the wall.", language="en", by="ada"):
        with db.writing() as session:
            proposal = proposals.write(
                session,
                actor=getattr(act, by),
                space=session.get_one(Space, garden.id),
                title=title,
                body=body,
                language=language,
            )
            proposals.publish(session, proposal=proposal, actor=getattr(act, by))
        return proposal

    return publish


@pytest.fixture
def ballot(app, garden, act):
    """Fay opens a vote in public, on trees or a bench; its end is some days away.
    Or a secret one."""

    def open_it(title="The lawn", days=1.0, disclosure=Disclosure.OPEN, title_in_french=""):
        titles = {"en": title} | ({"fr": title_in_french} if title_in_french else {})
        options = [{"title": {"en": "Trees", "fr": "Des arbres"}}, {"title": {"en": "A bench"}}]
        question = voting.new_question(
            title={"en": "What shall we plant?"}, rule="approval", options=options
        )
        with db.writing() as session:
            round = voting.draft_round(
                session,
                space=session.get_one(Space, garden.id),
                actor=act.fay,
                titles=titles,
                questions=[question],
                closes_at=now() + timedelta(days=days),
                disclosure=disclosure,
            )
            voting.open_round(session, round_id=round.id, actor=act.fay, now=now())
        return round

    return open_it


@pytest.fixture
def closed(app, act):
    """Fay closes a vote before its time."""

    def close(round, reason="All is said."):
        with db.writing() as session:
            voting.close(session, round_id=round.id, actor=act.fay, now=now(), reason=reason)
            voting.finish(session, round_id=round.id)

    return close


@pytest.fixture
def mails(look) -> Callable[[], list[OutboxMail]]:
    """What would leave, oldest first."""
    found = select(OutboxMail).where(col(OutboxMail.failed_at).is_(None))
    return lambda: look(found.order_by(col(OutboxMail.id)))


@pytest.fixture
def link_in() -> Callable[[OutboxMail], str]:
    """The path of the link in a mail."""
    return lambda mail: re.search(r"http://localhost(/sign-in/\S+)", mail.body)[1]


@pytest.fixture
def is_in() -> Callable[[FlaskClient], bool]:
    """Whether somebody is signed in with this browser."""
    return lambda client: client.get("/sign-in/account").status_code == 200
