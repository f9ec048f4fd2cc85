"""Several hands at one joint text: real processes, on whichever database the tests run on."""

import pytest
from sqlmodel import func, select

from proposals.lineage.models import Origin
from proposals.models import Proposal, ProposalVersion, Stage

pytestmark = pytest.mark.thorough


@pytest.fixture
def at_once(race):
    """Let processes do these deeds together; what each of them was told."""

    def all_of_them(*deeds: str) -> list[str]:
        said = race("tests.proposals.lineage.racer", *((deed,) for deed in deeds))
        return [words[0] for words in said]

    return all_of_them


@pytest.fixture
def agreed(two, join, agree) -> str:
    text = join(*two)
    agree("Ben", text, two[1])
    return text


def test_it_is_published_once(agreed, at_once, look, stages):
    assert sorted(at_once(*["publish"] * 4)) == ["done"] + ["forbidden"] * 3
    assert stages() == [Stage.CONTINUED, Stage.CONTINUED, Stage.OPEN]
    assert look(select(func.count()).where(ProposalVersion.proposal_id == 3)) == [1]


def test_a_withdrawal_at_the_same_moment_is_before_it_or_comes_too_late(agreed, at_once, stages):
    publish, withdraw = at_once("publish", "withdraw")
    here = stages()
    if withdraw == "done":
        assert (publish, here) == ("refused", [Stage.OPEN, Stage.WITHDRAWN, Stage.DRAFT])
    else:
        assert (publish, withdraw) == ("done", "forbidden")
        assert here == [Stage.CONTINUED, Stage.CONTINUED, Stage.OPEN]


def test_words_that_were_changed_at_the_same_moment_are_not_published(agreed, at_once, look):
    publish, edit = at_once("publish", "edit")
    title = look(select(Proposal.title).where(Proposal.id == 3))[0]
    assert (publish, edit, title) in (
        ("refused", "done", "Plant limes"),
        ("done", "done", "Plant limes"),
    )
    if publish == "done":
        first = select(ProposalVersion.title).where(
            ProposalVersion.proposal_id == 3, ProposalVersion.version == 1
        )
        assert look(first) == ["Plant trees"], "what was agreed to; the rest is another version"


def test_a_proposal_is_begun_anew_once_whoever_begins(two, at_once, look, stages):
    said = at_once("join", "join the other way", "split")
    assert sorted(said) == ["done", "refused", "refused"]
    assert stages()[:2] == [Stage.OPEN, Stage.OPEN]
    assert len(set(look(select(Origin.proposal_id)))) in (1, 2)
