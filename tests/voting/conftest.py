"""A garden with eight voters, and rounds in it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.notifications import making
from civic.spaces.models import Space
from voting import actions, urn
from voting.models import Disclosure, Publication, Round


@pytest.fixture
def voters(bring_in, people, garden):
    """Six more members, so that a vote may be secret."""
    more = bring_in("voters")
    people.update({m.name: m for m in more})
    return more


@pytest.fixture
def new_round(app, garden, act, voters):
    def make(
        rule="approval",
        *,
        opened=True,
        disclosure=Disclosure.SECRET,
        publication=...,
        mandates=None,
        early_close=False,
        weighted=False,
        by_two=False,
        **how,
    ):
        how.setdefault("options", [{"title": {"en": "Trees"}}, {"title": {"en": "A bench"}}])
        how.setdefault("title", {"en": "What shall we plant?"})
        if publication is ...:
            publication = None if mandates else Publication.BALLOTS
        question = actions.new_question(rule=rule, **how)
        with db.writing() as session:
            round = actions.draft_round(
                session,
                space=session.get(Space, garden.id),
                actor=act.fay,
                titles={"en": "The lawn"},
                questions=[question],
                closes_at=now() + timedelta(days=1),
                disclosure=disclosure,
                mandates=mandates,
                early_close=early_close,
                weighted=weighted,
                by_two=by_two,
                **({"publication": publication} if publication else {}),
            )
            if opened:
                actions.open_round(session, round_id=round.id, actor=act.fay, now=now())
        return round

    return make


@pytest.fixture
def new_budget(new_round):
    """Two projects that do not both fit."""
    costs = [{"title": {"en": "Trees"}, "cost": 60}, {"title": {"en": "A bench"}, "cost": 70}]
    return lambda: new_round("budget-greedy", options=costs, parameters={"budget": "100"})


@pytest.fixture
def vote(browser):
    """Cast a paper as somebody; the answer of the last page."""

    def cast(name, round, **fields):
        data = {key.replace("_", "-", 1): value for key, value in fields.items()}
        return browser(name).post(f"/votes/{round.id}-the-lawn/cast", data=data)

    return cast


@pytest.fixture
def papers_in_the_urn(app):
    """What was cast in a secret round, as whoever holds its key reads it: in the table's order."""

    def read(round):
        with db.reading() as session:
            return [paper for _weights, paper in urn._papers(session, round, {})]

    return read


@pytest.fixture
def close(browser):
    def end(round, reason="Everybody is here."):
        return browser("Fay").post(f"/votes/{round.id}-the-lawn/close", data={"reason": reason})

    return end


@pytest.fixture
def lets(browser, people):
    """Somebody lets somebody else vote for them; the answer."""

    def give(name, holder, round, **more):
        data = {"to": people[holder].id, **more}
        return browser(name).post(f"/votes/{round.id}-the-lawn/pass-on", data=data)

    return give


@pytest.fixture
def told(app, look):
    """Addresses that got a mail since the last time one asked."""

    def addresses():
        with db.writing() as session:
            for mail in session.exec(select(OutboxMail)):
                session.delete(mail)
        making.run()
        return sorted(look(select(OutboxMail.address)))

    return addresses


@pytest.fixture
def turnout(look):
    def of(round):
        (closed,) = look(select(Round).where(Round.id == round.id))
        return closed.result["results"]["q1"]["turnout"]

    return of
