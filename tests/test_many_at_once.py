"""The same deed by several processes at once is done once; and a process that is killed in the
middle of one leaves all of it or nothing."""

import pytest
from sqlmodel import col, func, select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.clock import now
from civic.joint.models import JointAct
from civic.members.models import CommunityRole, Member
from civic.notifications.models import PendingNotice
from civic.organisations.models import Organisation, OrganisationMembership
from civic.partners.models import Connection, PartnerAccount
from proposals import actions as proposals
from proposals.deliberation import summarising
from proposals.deliberation.models import Summary, SummaryOmission
from tests.sizes import size

pytestmark = pytest.mark.thorough

MODULE = "tests.many_at_once"
OFTEN = 30
KILLS = size(2, 40)


@pytest.fixture
def choir(save, people):
    choir = save(Organisation(name="The choir", language="en"))
    about = {"issuer": "https://choir.example.org", "client_id": "civic", "profile": "openid"}
    return save(Connection(organisation_id=choir.id, **about))


@pytest.fixture
def crowd(save, people):
    lou = Member(name="Lou", email="lou@example.org", role=CommunityRole.ADMINISTRATOR)
    save(lou, *(Member(name=f"Voter {n}", email=f"v{n}@example.org") for n in range(OFTEN)))


@pytest.fixture
def summed_up(act, garden):
    with db.writing() as session:
        proposal = proposals.write(
            session, actor=act.ada, space=garden, title="Trees", body="Plant them.", language="en"
        )
        proposals.publish(session, proposal=proposal, actor=act.ada)
        summarising.summarise(
            session, actor=act.fay, proposal=proposal, discussed="Shade.", agreed="", missing="",
            now=now(),
        )  # fmt: skip


@pytest.fixture
def killed(config, start):
    """Let a process do a deed again and again, and kill it: what it said was done."""

    def run(deed, after):
        process = start(MODULE, config.data, config.database_url, deed, OFTEN)
        assert process.line() == "ready"
        (config.data / "go").touch()
        said = [process.line() for _ in range(after)]
        return {int(word) for word in [*said, *process.kill().split()] if word.isdigit()}

    return run


def count(look, table):
    return look(select(func.count()).select_from(table))[0]


def test_the_same_person_who_arrives_many_times_at_once_is_one_member(race, choir, look):
    words = [word for said in race(MODULE, *[("arrive", 5)] * 2) for word in said]
    assert sorted(words) == ["done"] + ["refused"] * 9
    assert count(look, PartnerAccount) == count(look, OrganisationMembership) == 1
    assert len(look(select(Member.id).where(col(Member.name).startswith("Lou")))) == 1


def test_the_same_act_asked_for_many_times_at_once_waits_once(race, people, look):
    assert race(MODULE, *[("ask", 5)] * 2) == [["done"] * 5] * 2
    assert count(look, JointAct) == 1
    assert look(select(func.count()).where(AuditEntry.name == "JointActAsked")) == [1]


def test_what_a_summary_leaves_out_is_counted_once_for_each_member(race, summed_up, look):
    assert race(MODULE, *[("omit", 5)] * 2) == [["done"] * 5] * 2
    assert count(look, SummaryOmission) == 1
    assert look(select(Summary.omission_count)) == [1]
    assert look(select(PendingNotice.fact)).count("SummaryQuestioned") == 1


@pytest.mark.parametrize("after", range(1, 1 + KILLS))
def test_whoever_was_arriving_when_a_process_was_killed_is_there_or_not(killed, choir, look, after):
    acknowledged = killed("arrivals", after)
    there = look(select(PartnerAccount.subject, PartnerAccount.member_id))
    assert {f"sub-{number}" for number in acknowledged} <= {subject for subject, _ in there}
    members = sorted(member_id for _, member_id in there)
    assert members == sorted(look(select(OrganisationMembership.member_id)))
    assert members == sorted(look(select(Member.id).where(col(Member.name).startswith("Lou"))))


@pytest.mark.parametrize("after", range(1, 1 + KILLS))
def test_an_act_of_two_is_done_or_not_when_a_process_was_killed(killed, crowd, look, after):
    acknowledged = killed("grants", after)
    done = look(select(JointAct.subject_id).where(col(JointAct.done_at).is_not(None)))
    assert count(look, JointAct) == len(done) >= len(acknowledged)
    role = select(Member.id).where(
        Member.role == CommunityRole.ADMINISTRATOR, col(Member.name).startswith("Voter")
    )
    assert sorted(look(role)) == sorted(done)
