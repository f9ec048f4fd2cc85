"""Somebody is named in a message: found, told, and marked."""

import re
from collections.abc import Callable

import pytest
from sqlmodel import col, select

from civic.core import db
from civic.members.models import Member, MemberState
from civic.spaces.models import Membership, Role
from proposals.deliberation.models import (
    Mention,
)
from tests.proposals.deliberation.conftest import HERE


def test_somebody_named_is_noted_and_only_within_the_space(trees, says, save, people, look):
    with db.writing() as session:
        session.get(type(people["Ben"]), people["Ben"].id).name = "Ben Ali"
    says("Ada", "@Ben Ali, could you? And @Zoe too, @Ada herself.")
    assert look(select(Mention.member_id)) == [people["Ben"].id]


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("@Ben Ali, could you?", {"Ben"}),
        ("(@Ben Ali)", {"Ben"}),
        ("@Ben's idea", {"Ben"}),
        ("@Ben is right", {"Ben"}),
        ("@Sam Lee and @Ben", {"Sam Lee", "Ben"}),
        ("@Sam, could you?", set()),
        ("@ben or ben@Ben.example", set()),
        ("@Zoe, who is not of this space", set()),
    ],
)
def test_a_full_name_or_a_first_name_that_fits_one_person_names_somebody(
    trees, says, save, people, garden, look, said, named
):
    with db.writing() as session:
        session.get(Member, people["Ben"].id).name = "Ben Ali"
    others = save(Member(name="Sam Lee")), save(Member(name="Sam Roe"))
    save(*(Membership(space_id=garden.id, member_id=one.id, role=Role.MEMBER) for one in others))
    says("Ada", said)
    names = look(select(Member.name).join(Mention, col(Mention.member_id) == Member.id))
    assert {name.replace("Ben Ali", "Ben") for name in names} == named


@pytest.fixture
def offered(trees, save, garden, browser) -> Callable[..., list[str]]:
    """The names that are offered for what was typed behind the @."""
    members = [save(Member(name=name)) for name in ("Élodie Roy", "Eli Stone", "Bo <b>Fox</b>")]
    gone = save(Member(name="Elisa Gone", state=MemberState.LEFT))
    save(*(Membership(space_id=garden.id, member_id=one.id) for one in [*members, gone]))
    save(Member(name="Elias Elsewhere"))

    def ask(begun: str, name: str = "Ada") -> list[str]:
        answer = browser(name).get(f"{HERE}/names", query_string={"begun": begun})
        assert answer.status_code == 200
        return re.findall(r">@([^<]+)</button>", answer.text)

    return ask


@pytest.mark.parametrize(
    ("begun", "names"),
    [
        ("el", ["Eli Stone", "Élodie Roy"]),
        ("ÉLOD", ["Élodie Roy"]),
        ("Eli Stone", ["Eli Stone"]),
        ("Eli Stone is", []),
        ("bo", ["Bo &lt;b&gt;Fox&lt;/b&gt;"]),
        ("ada", []),
        ("%", []),
        ("", []),
    ],
)
def test_names_of_the_space_are_offered_while_one_is_typed(offered, begun, names):
    assert offered(begun) == names


@pytest.mark.parametrize(("name", "status"), [("Zoe", 404), (None, 302), ("Kim", 403)])
def test_names_are_offered_only_to_those_who_may_write_here(trees, browser, name, status):
    assert browser(name).get(f"{HERE}/names?begun=a").status_code == status


def test_a_first_name_of_several_people_is_told_to_who_wrote_it(trees, save, garden, browser, look):
    others = save(Member(name="Sam Lee")), save(Member(name="Sam Roe"))
    save(*(Membership(space_id=garden.id, member_id=one.id, role=Role.MEMBER) for one in others))
    page = browser("Ada").post(
        f"{HERE}/comments/new", data={"body": "@Sam, could you?"}, follow_redirects=True
    )
    assert "Several people here are called Sam" in page.text
    assert look(select(Mention)) == []


def test_who_is_named_sees_it_marked_and_nobody_else_does(trees, says, browser):
    says("Ada", "@Ben, could you?")
    assert "names you" in browser("Ben").get(HERE).text
    assert "names you" not in browser("Fay").get(HERE).text
