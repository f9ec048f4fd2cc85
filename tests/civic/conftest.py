"""A little life in the garden: Ada's idea, and a vote in which members may take part."""

from datetime import timedelta

import pytest

from civic.core import db
from civic.core.clock import now
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
