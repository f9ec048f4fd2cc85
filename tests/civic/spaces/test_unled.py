"""A space whose last facilitator is taken away: administrators are told, and name somebody."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.clock import now
from civic.core.facts import tell
from civic.core.mail import OutboxMail
from civic.members import actions as members
from civic.members.models import Member, MemberState
from civic.notifications import making
from civic.organisations.facts import PersonDeactivated
from civic.organisations.models import Organisation
from civic.spaces import ticking
from civic.spaces.models import Membership, Space

HERE = "/spaces/1-the-garden"
SAID = "Nobody facilitates this space any more."


@pytest.fixture
def leave(act, people, garden):
    """Fay, who alone facilitates the garden, leaves the community: an administrator says so."""

    def go(how="left"):
        with db.writing() as session:
            fay = session.get(Member, people["Fay"].id)
            if how == "left":
                values = {"state": MemberState.LEFT}
                members.change(session, actor=act.kim, member=fay, values=values)
            elif how == "organisation":
                choir = Organisation(name="The choir", language="en")
                session.add(choir)
                session.flush()
                session.get(Space, garden.id).organisation_id = choir.id
                session.flush()
                about = {"organisation_id": choir.id, "member": fay.pseudonym}
                tell(session, PersonDeactivated(actor_id=act.kim.id, **about))
            else:  # erased, or what a claim gave is taken away
                session.delete(session.get(Membership, (garden.id, fay.id)))
        ticking.run()

    return go


@pytest.mark.parametrize("how", ["left", "organisation", "row"])
def test_administrators_are_told_and_can_name_somebody(leave, browser, look, how):
    leave(how)
    making.run()
    kim = browser("Kim")
    assert SAID in kim.get("/").text
    assert SAID not in browser("Ada").get("/").text
    mails = look(select(OutboxMail).where(col(OutboxMail.subject).contains("Nobody facilitates")))
    assert [mail.address for mail in mails] == ["kim@example.org"]
    assert f"{HERE.rsplit('-', 2)[0]}/members" in mails[0].body
    assert "Nobody facilitates this space at present." in browser("Ada").get(HERE).text
    answer = kim.post(f"{HERE}/members", data={"member": "Ada", "role": "facilitator"})
    assert answer.status_code == 303
    ticking.run()
    assert SAID not in kim.get("/").text
    assert "Facilitated by Ada." in browser("Ben").get(HERE).text


def test_it_is_told_once_and_again_only_if_it_happens_again(leave, browser, look, garden, people):
    leave()
    ticking.run()
    named = select(AuditEntry.name).where(AuditEntry.name == "SpaceLeftUnled")
    assert len(look(named)) == 1
    browser("Kim").post(f"{HERE}/members", data={"member": "Ada", "role": "facilitator"})
    ticking.run()
    assert look(select(Space.unled_since)) == [None]
    with db.writing() as session:
        session.delete(session.get(Membership, (garden.id, people["Ada"].id)))
    ticking.run()
    assert len(look(named)) == 2


def test_somebody_named_before_the_mail_is_made_makes_it_needless(leave, browser, look):
    leave()
    browser("Kim").post(f"{HERE}/members", data={"member": "Ada", "role": "facilitator"})
    ticking.run()
    making.run()
    assert look(select(OutboxMail).where(col(OutboxMail.subject).contains("Nobody"))) == []


def test_an_archived_space_needs_nobody(garden, leave, look):
    with db.writing() as session:
        session.get(Space, garden.id).archived_at = now() - timedelta(days=1)
    leave()
    assert look(select(Space.unled_since)) == [None]
