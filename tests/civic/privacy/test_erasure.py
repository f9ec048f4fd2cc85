"""Being erased: the person goes from every file, votes stay counted and debates readable."""

import subprocess
from datetime import timedelta

import pytest
from sqlalchemy.engine import make_url
from sqlmodel import select

from civic.core import db
from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.joint.models import JointAct
from civic.members.models import CommunityRole, Member, MemberState
from civic.privacy import ticking
from civic.privacy.models import Erasing
from civic.sign_in.actions import Letter, send_link
from civic.sign_in.models import (
    KeptText,
    OneTimeToken,
    Passkey,
    RecoveryCode,
    SecondFactor,
    SignInSession,
)
from civic.spaces.models import Membership
from proposals import actions as proposals
from proposals.deliberation import actions as deliberation
from proposals.deliberation.models import Alignment, Comment, CommentState
from proposals.models import Proposal, Support
from tests.postgres import binaries
from voting import actions as voting
from voting.models import CountedBallot, Disclosure, OpenBallot, Participation

NAME, ADDRESS, SAID = "Xanthippe Qvortrup", "xanthippe@qvortrup.example", "zyzzyvas"
LEFT_WORDS = (NAME, "Xanthippe", "xanthipp", "Qvortrup", "qvortrup", ADDRESS, "zyzzyva")
"""Also as the index of words has them, cut to their stems."""
LATER = timedelta(days=15)


@pytest.fixture
def xan(save, people, garden):
    """A member of the garden who writes, votes and supports there, as do the others."""
    member = save(Member(name=NAME, email=ADDRESS, locale="en"))
    people["Xan"] = member
    save(
        *(Membership(space_id=garden.id, member_id=people[name].id) for name in ("Zoe", "Kim")),
        Membership(space_id=garden.id, member_id=member.id),
    )
    return Actor(id=member.id, name=NAME, roles_by_space={garden.id: frozenset({"member"})})


def say(proposal, body, by, *, to=None, **about):
    with db.writing() as session:
        parent = session.get_one(Comment, to) if to else None
        return deliberation.write(
            session, actor=by, proposal=session.get_one(Proposal, proposal.id), body=body,
            language="en", now=now(), parent=parent, **({"alignment": None} | about),
        )  # fmt: skip


@pytest.fixture
def life(xan, idea, act, garden, save, browser):
    """Traces of hers everywhere."""
    pears = idea()
    client = browser("Xan")
    client.get("/")
    said = say(pears, f"Pears and {SAID}.", xan, alignment=Alignment.FOR)
    say(pears, "And apples, too.", xan)
    answer = say(pears, f"Well said, @{NAME}.", act.ada, to=said.id)
    with db.writing() as session:
        kept = session.get_one(Proposal, pears.id)
        proposals.support(session, proposal=kept, actor=xan)
        proposals.write(
            session, actor=xan, space=kept.space, title=f"About {SAID}", body=SAID, language="en"
        )
        deliberation.weigh(session, actor=xan, comment_id=said.id, counts=True)
        letter = Letter("Your link", "{link}")
        send_link(session, address=ADDRESS, letter=letter, base_url="http://localhost")
    save(KeptText(token_hash="x", member_id=xan.id, path="/", fields=[["body", SAID]]))
    save(OutboxMail(key="k", member_id=xan.id, address=ADDRESS, subject="Hello", body=NAME))
    save(Passkey(member_id=xan.id, credential_id=b"1", public_key=b"2", name=f"{NAME}'s phone"))
    save(SecondFactor(member_id=xan.id, secret=b"3", confirmed_at=now()))
    save(RecoveryCode(member_id=xan.id, code_hash="4"))
    asked = {"kind": "sign_in.recover", "reason": f"{NAME} came by.", "subject_id": xan.id}
    save(JointAct(details={"member_id": xan.id, "address": f"new.{ADDRESS}"}, **asked))
    return client, said, answer, pears


@pytest.fixture
def leave(browser, at):
    def erased(client=None, **how):
        asked = (client or browser("Xan")).post("/my-data/leave", data={"sure": "y"} | how)
        assert asked.status_code == 303
        at(now() + LATER)
        ticking.erase()

    return erased


def bytes_of(on_disk, config) -> bytes:
    """All that is on the disk: database, write-ahead log, keys; of PostgreSQL, a dump."""
    found = on_disk()
    if config.database_url.startswith("postgresql"):
        url = make_url(config.database_url).set(drivername="postgresql")
        dump = [binaries() / "pg_dump", url.render_as_string(hide_password=False)]
        found += subprocess.run(dump, check=True, capture_output=True).stdout
    return found


def test_nothing_of_the_person_is_left_on_the_disk(life, leave, on_disk, config, caplog, capfd):
    client = life[0]
    before = bytes_of(on_disk, config)
    assert all(word.encode() in before for word in (NAME, ADDRESS, SAID))
    leave(client, with_texts="y")
    after = bytes_of(on_disk, config)
    assert [word for word in LEFT_WORDS if word.encode() in after] == []
    logged = caplog.text + "".join(capfd.readouterr())
    assert [word for word in LEFT_WORDS if word in logged] == []


def test_debates_stay_readable_and_the_words_if_she_wishes(life, leave, browser, look):
    client, said, answer, pears = life
    leave(client)
    page = browser("Ben").get(f"/proposals/{pears.id}-plant-pear-trees").get_data(as_text=True)
    assert f"Pears and {SAID}." in page
    assert "A former member" in page
    assert "Qvortrup" not in page
    assert "@a former member" in look(select(Comment.body).where(Comment.id == answer.id))[0]
    assert look(select(Comment.author_id).where(Comment.id == said.id)) == [None]


def test_words_that_go_leave_their_place(life, leave, browser, look):
    client, said, answer, _pears = life
    leave(client, with_texts="y")
    assert look(select(Comment.state).where(Comment.id == said.id)) == [CommentState.DELETED]
    assert look(select(Comment.state).where(Comment.id == answer.id)) == [CommentState.SHOWN]


def test_counts_follow(life, leave, look):
    client, said, *_rest = life
    assert sorted(look(select(Proposal.support_count))) == [0, 1]
    leave(client)
    assert look(select(Support)) == []
    assert look(select(Proposal.support_count)) == [0]  # and the draft is gone
    assert look(select(Comment.weight_count).where(Comment.id == said.id)) == [0]


def test_a_secret_ballot_of_somebody_erased_is_counted(xan, ballot, act, leave, look, closed):
    round = ballot(days=30, disclosure=Disclosure.SECRET)
    with db.writing() as session:
        for who, option in ((xan, "o1"), (act.ada, "o2")):
            assert not voting.cast(
                session, round_id=round.id, actor=who, elector_id=who.id,
                paper={"q1": [option]}, now=now(),
            )  # fmt: skip
    leave()
    closed(round)
    assert len(look(select(Participation))) == 2
    assert sorted(look(select(CountedBallot.choice))) == [["o1"], ["o2"]]


def test_an_open_ballot_stays_under_no_name(xan, ballot, leave, closed, browser, look):
    round = ballot(days=30)
    with db.writing() as session:
        voting.cast(
            session, round_id=round.id, actor=xan, elector_id=xan.id, paper={"q1": ["o1"]},
            now=now(),
        )  # fmt: skip
    leave()
    closed(round)
    page = browser("Ben").get(f"/votes/{round.id}-the-lawn").get_data(as_text=True)
    assert "A former member" in page
    assert "Qvortrup" not in page
    assert len(look(select(OpenBallot))) == 1


# Asking, thinking again, and who may not.


def test_nothing_happens_before_the_day_and_one_may_stay(xan, browser, at, look, mails):
    client = browser("Xan")
    client.post("/my-data/leave", data={"sure": "y"})
    assert mails()[0].address == ADDRESS
    assert "You will be erased on" in mails()[0].subject
    ticking.erase()
    assert look(select(Member.name).where(Member.id == xan.id)) == [NAME]
    assert "Stay after all" in client.get("/my-data/").get_data(as_text=True)
    client.post("/my-data/stay")
    at(now() + LATER)
    ticking.erase()
    assert look(select(Member.name).where(Member.id == xan.id)) == [NAME]
    assert look(select(Erasing)) == []


def test_it_is_confirmed_and_freshly_signed_in(xan, browser, at, look):
    client = browser("Xan")
    assert client.post("/my-data/leave", data={}).status_code == 422
    assert client.get("/my-data/leave").status_code == 200
    at(now() + timedelta(hours=1))
    assert "again=1" in client.post("/my-data/leave", data={"sure": "y"}).location
    assert look(select(Erasing)) == []


def test_the_last_administrator_stays(people, browser, look):
    browser("Kim").post("/my-data/leave", data={"sure": "y"})
    assert look(select(Erasing)) == []


def test_of_two_administrators_who_leave_the_last_stays_until_somebody_else_administers(
    people, browser, save, look, at
):
    people["Ada"].role = CommunityRole.ADMINISTRATOR
    save(people["Ada"])
    for name in ("Ada", "Kim"):
        browser(name).post("/my-data/leave", data={"sure": "y"})
    at(now() + LATER)
    in_office = select(Member.name).where(Member.role == CommunityRole.ADMINISTRATOR)
    ticking.erase()
    ticking.erase()
    assert len(look(in_office)) == 1
    people["Ben"].role = CommunityRole.ADMINISTRATOR
    save(people["Ben"])
    ticking.erase()
    assert look(in_office) == ["Ben"]


def test_somebody_erased_comes_back_by_no_door(life, leave, xan, browser, look):
    client = life[0]
    leave(client)
    assert client.get("/sign-in/account").status_code == 302
    assert look(select(SignInSession).where(SignInSession.member_id == xan.id)) == []
    assert look(select(OneTimeToken)) == []
    kim = browser("Kim")
    assert kim.get(f"/members/{xan.id}").status_code == 404
    assert kim.post(f"/members/{xan.id}/state", data={"state": "active"}).status_code == 404
    assert "former member" not in kim.get("/members/?state=left").get_data(as_text=True)
    (gone,) = look(select(Member).where(Member.id == xan.id))
    assert (gone.state, gone.role, gone.email) == (MemberState.LEFT, CommunityRole.MEMBER, None)


def test_the_roll_and_others_at_the_address_stay(xan, leave, save, look):
    save(Member(name="Her spouse", email=ADDRESS))
    leave()
    assert look(select(Member.name).where(Member.email == ADDRESS)) == ["Her spouse"]


def test_a_large_database_is_written_anew_at_night(xan, browser, at, monkeypatch, look):
    monkeypatch.setattr("civic.core.rewriting.SMALL", 0)
    browser("Xan").post("/my-data/leave", data={"sure": "y"})
    day = now() + LATER
    at(day.replace(hour=12))
    ticking.erase()
    assert len(look(select(Erasing))) == 1  # erased, and the files are owed
    assert look(select(Member.email).where(Member.id == xan.id)) == [None]
    at(day.replace(hour=3) + timedelta(days=1))
    ticking.erase()
    assert look(select(Erasing)) == []


# Clocks.


def test_who_left_a_year_ago_is_erased(xan, browser, at, look):
    browser("Kim").post(f"/members/{xan.id}/state", data={"state": "left"})
    at(now() + timedelta(days=364))
    ticking.keep_no_longer()
    ticking.erase()
    assert look(select(Member.name).where(Member.id == xan.id)) == [NAME]
    at(now() + timedelta(days=2))
    ticking.keep_no_longer()
    ticking.erase()
    assert look(select(Member.erased_at).where(Member.id == xan.id)) != [None]


def test_mails_and_unanswered_requests_end(people, save, at, look):
    save(Member(name="Ida", state=MemberState.REQUESTED))
    save(OutboxMail(key="a", address="ben@example.org", subject="s", body="b", sent_at=now()))
    began = now()
    at(began + timedelta(days=29))
    ticking.keep_no_longer()
    assert len(look(select(OutboxMail))) == 1
    at(began + timedelta(days=31))
    ticking.keep_no_longer()
    assert look(select(OutboxMail)) == []
    at(began + timedelta(days=91))
    ticking.keep_no_longer()
    assert look(select(Member).where(Member.name == "Ida")) == []
