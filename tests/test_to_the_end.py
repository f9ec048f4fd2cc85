"""Every list can be read to its end, page by page, and nobody stands in it twice."""

import re
from datetime import timedelta
from html import unescape

import pytest

from civic.core.clock import now
from civic.members.models import Member
from civic.organisations.models import Organisation
from civic.sign_in.models import OneTimeToken, Purpose
from civic.spaces.models import JoinRequest
from proposals.deliberation.models import Comment, CommentState, Flag, FlagReason, Summary
from proposals.models import (
    FormerAnswer,
    OfficialAnswer,
    Proposal,
    ProposalVersion,
    Stage,
)

MANY = 101
"""More than two pages of each."""


@pytest.fixture
def trees(save, people, garden) -> Proposal:
    return save(
        Proposal(
            space_id=garden.id, author_id=people["Ada"].id, title="Plant trees", language="en",
            stage=Stage.OPEN, opened_at=now(), version=MANY,
        )
    )  # fmt: skip


def read(client, address: str, pattern: str) -> list[str]:
    """What all pages show, in order."""
    found: list[str] = []
    while address:
        page = client.get(address).text
        found += re.findall(pattern, page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        address = unescape(onward[1]) if onward else ""
    return found


def test_organisations(save, browser):
    save(*(Organisation(name=f"Club {n:03}") for n in range(MANY)))
    found = read(browser("Ada"), "/organisations/", r">\s*(Club \d+)\s*<")
    assert found == [f"Club {n:03}" for n in range(MANY)]


def test_requests_to_join_a_space(save, garden, browser):
    people = [Member(name=f"Kim {n:03}") for n in range(MANY)]
    save(*people)
    save(*(JoinRequest(space_id=garden.id, member_id=one.id) for one in people))
    found = read(browser("Fay"), f"/spaces/{garden.id}-the-garden/members", r"<strong>(Kim \d+)")
    assert found == [one.name for one in people]


@pytest.mark.parametrize("where", ["space", "organisation"])
def test_invitations_that_wait_for_an_answer(where, save, garden, browser):
    choir = save(Organisation(name="The choir", language="en"))
    whose = {"space": garden, "organisation": choir}[where]
    save(
        *(
            OneTimeToken(
                token_hash=f"{n}", purpose=Purpose.INVITATION, address=f"p{n:03}@example.org",
                expires_at=now() + timedelta(days=1), **{f"{where}_id": whose.id},
            )
            for n in range(MANY)
        )
    )  # fmt: skip
    address = {
        "space": f"/spaces/{garden.id}-the-garden/invite",
        "organisation": f"/organisations/{choir.id}-the-choir/people/invite",
    }[where]
    found = read(browser("Kim"), address, r"(p\d+)@example.org")
    assert found == [f"p{n:03}" for n in range(MANY)][::-1]


def test_versions_each_compared_with_the_one_before(save, trees, browser):
    save(
        *(ProposalVersion(proposal_id=trees.id, version=n + 1, title="Plant trees", body=f"{n}.")
          for n in range(MANY))
    )  # fmt: skip
    address = f"/proposals/{trees.id}-plant-trees/versions"
    found = read(browser("Ada"), address, r"<strong>Version (\d+)")
    assert found == [str(n) for n in range(MANY, 0, -1)]
    page = browser("Ada").get(f"{address}?before=1&after=2").text
    assert "<ins>1.</ins>" in re.sub(r"\s", "", page)


def test_former_answers(save, trees, browser):
    answer = save(OfficialAnswer(proposal_id=trees.id, body="Yes."))
    save(*(FormerAnswer(answer_id=answer.id, body=f"Answer {n}.") for n in range(MANY)))
    found = read(browser("Ada"), f"/proposals/{trees.id}-plant-trees/answers", r"Answer (\d+)")
    assert found == [str(n) for n in range(MANY - 1, -1, -1)]


def test_summaries_of_which_the_newest_alone_is_asked_about(save, trees, browser):
    save(
        *(Summary(proposal_id=trees.id, version=n + 1, agreed=f"Point {n}.", covers_until=0)
          for n in range(MANY))
    )  # fmt: skip
    address = f"/proposals/{trees.id}-plant-trees/summaries"
    assert read(browser("Ada"), address, r"Point (\d+)") == [str(n) for n in range(MANY)][::-1]
    assert len(read(browser("Ada"), address, r'id="(say-omission)"')) == 1


def test_what_became_of_one_s_reports(save, trees, people, browser):
    said = [
        Comment(
            proposal_id=trees.id, author_id=people["Ben"].id, body=f"Word {n}.", language="en",
            state=CommentState.SHOWN,
        )
        for n in range(MANY)
    ]  # fmt: skip
    save(*said)
    ada = people["Ada"].id
    save(*(Flag(comment_id=one.id, member_id=ada, reason=next(iter(FlagReason))) for one in said))
    found = read(browser("Ada"), "/proposals/moderation", r"Word (\d+)")
    assert found == [str(n) for n in range(MANY)][::-1]
