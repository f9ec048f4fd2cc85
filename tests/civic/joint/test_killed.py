"""A server is killed while the second of two people agrees: over HTTP, on both databases."""

from http.client import HTTPConnection

import pytest
from sqlmodel import col, select

from civic.audit.models import AuditEntry
from civic.joint.models import JointAct
from civic.members.models import Member

BEN = {"name": "Ben", "email": "ben@example.org", "kind": "person", "weight": "1"}


@pytest.fixture
def asked(browser, people, lou):
    """Kim asks that Ben administers, too, and Lou may agree: the act's page."""
    wish = BEN | {"role": "administrator"}
    return browser("Kim").post(f"/members/{people['Ben'].id}", data=wish).location


@pytest.fixture
def stands(look, people):
    """Ben's role, whether the act is agreed to and done, and how often the journal says so."""

    def at_present():
        act = look(select(JointAct))[0]
        role = look(select(Member.role).where(Member.id == people["Ben"].id))[0]
        told = ("JointActAgreed", "RoleGranted")
        journal = look(select(AuditEntry.name).where(col(AuditEntry.name).in_(told)))
        return str(role), act.agreed_at is not None, act.done_at is not None, sorted(journal)

    return at_present


@pytest.fixture
def agree_and_be_killed(asked, browser, config, start):
    def agree(where):
        cookie = browser("Lou").get_cookie("civic").value
        server = start("tests.halting", config.data, config.database_url, "serve", 1, where)
        line = HTTPConnection("127.0.0.1", int(server.line()), timeout=60)
        line.request(
            "POST", f"{asked}/agree", headers={"Host": "localhost", "Cookie": f"civic={cookie}"}
        )
        assert server.line() == "stopped"
        server.kill()
        line.close()

    return agree


@pytest.mark.parametrize("where", ["UPDATE joint_act SET", "UPDATE member SET", "COMMIT"])
def test_before_the_end_nothing_is_half_done_and_it_is_done_again(
    where, asked, agree_and_be_killed, stands, browser
):
    agree_and_be_killed(where)
    assert stands() == ("member", False, False, [])
    assert browser("Lou").post(f"{asked}/agree").status_code == 303
    assert stands() == ("administrator", True, True, ["JointActAgreed", "RoleGranted"])


def test_once_it_is_done_an_answer_that_got_lost_does_it_no_second_time(
    asked, agree_and_be_killed, stands, browser
):
    agree_and_be_killed("the answer")
    done = stands()
    assert done == ("administrator", True, True, ["JointActAgreed", "RoleGranted"])
    assert browser("Lou").post(f"{asked}/agree").status_code == 403
    assert stands() == done
