"""Deeds. Each asks its permission, changes rows and tells a fact."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, delete, func, select, update

from civic.core import db
from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.facts import tell
from civic.core.markdown import plain
from civic.search.actions import index
from civic.spaces.models import Space
from proposals import lifecycle, policies
from proposals.facts import (
    DraftDiscarded,
    ProposalContinued,
    ProposalDecided,
    ProposalEdited,
    ProposalMovedOn,
    ProposalOpened,
    ProposalWithdrawn,
)
from proposals.models import (
    Making,
    Proposal,
    ProposalTag,
    ProposalVersion,
    Stage,
    Support,
    Verdict,
)

MOST_A_DAY = 20


class TooMany(Exception):
    """The member wrote more proposals today than one person reads."""


class ChangedMeanwhile(Exception):
    """Somebody else saved another version first; holds theirs."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__()
        self.proposal = proposal


def write(
    session: Session,
    *,
    space: Space,
    actor: Actor,
    title: str,
    body: str,
    language: str,
    tags: Sequence[str] = (),
) -> Proposal:
    """A draft that nobody else sees. Raises TooMany."""
    policies.WRITE.check(actor, space)
    return begin(
        session, space=space, actor=actor, title=title, body=body, language=language, tags=tags
    )


def begin(
    session: Session,
    *,
    space: Space,
    actor: Actor,
    title: str,
    body: str,
    language: str,
    tags: Sequence[str],
    made: Making | None = None,
) -> Proposal:
    """A draft, by somebody who may. Raises TooMany."""
    today = (
        select(func.count())
        .select_from(Proposal)
        .where(Proposal.author_id == actor.id, Proposal.created_at > now() - timedelta(days=1))
    )
    if session.exec(today).one() >= MOST_A_DAY:
        raise TooMany
    proposal = Proposal(
        space_id=space.id,
        author_id=actor.id,
        title=title,
        body=body,
        language=language,
        made=made,
    )
    session.add(proposal)
    session.flush()
    proposal.space = space
    _tag(session, proposal, tags)
    return proposal


def publish(session: Session, *, proposal: Proposal, actor: Actor) -> None:
    policies.PUBLISH.check(actor, proposal)
    show(session, proposal, actor)


def show(session: Session, proposal: Proposal, actor: Actor) -> None:
    """Show a draft to others; from here on its versions are kept."""
    proposal.stage, proposal.opened_at, proposal.version = Stage.OPEN, now(), 1
    session.add(proposal)
    session.exec(
        update(ProposalTag)
        .where(col(ProposalTag.proposal_id) == proposal.id)
        .values(opened_at=proposal.opened_at)
    )
    session.add(
        ProposalVersion(
            proposal_id=proposal.id,
            version=1,
            title=proposal.title,
            body=proposal.body,
            author_id=actor.id,
        )
    )
    _make_findable(session, proposal)
    tell(session, ProposalOpened(**_about(proposal, actor)))


def discard(session: Session, *, proposal: Proposal, actor: Actor) -> None:
    """A draft is thrown away whole: it was never published."""
    policies.DISCARD.check(actor, proposal)
    tell(session, DraftDiscarded(**_about(proposal, actor)))
    session.delete(proposal)


def edit(
    session: Session,
    *,
    proposal: Proposal,
    actor: Actor,
    title: str,
    body: str,
    language: str,
    tags: Sequence[str],
    note: str,
    based_on: int,
) -> None:
    """A new version once published, the draft itself before. Raises ChangedMeanwhile."""
    policies.EDIT.check(actor, proposal)
    if based_on != proposal.version:
        raise ChangedMeanwhile(proposal)
    is_another = (proposal.title, proposal.body) != (title, body)
    proposal.title, proposal.body, proposal.language = title, body, language
    session.add(proposal)
    _tag(session, proposal, tags)
    if proposal.stage == Stage.DRAFT:
        proposal.version += is_another  # of two who write the same draft, the second is told
        return
    _make_findable(session, proposal)
    if not is_another:
        return
    proposal.version, proposal.edited_at = proposal.version + 1, now()
    session.add(
        ProposalVersion(
            proposal_id=proposal.id,
            version=proposal.version,
            title=title,
            body=body,
            note=note,
            author_id=actor.id,
        )
    )
    tell(session, ProposalEdited(**_about(proposal, actor), version=proposal.version))


def support(session: Session, *, proposal: Proposal, actor: Actor, read: int | None = None) -> None:
    """Back a proposal, in the version that was read. Backing it twice counts once, and is standing
    behind the newer text; enough supports move it on."""
    policies.SUPPORT.check(actor, proposal)
    version = read if read and 0 < read <= proposal.version else proposal.version
    added = session.execute(
        db.insert(session, Support)
        .values(proposal_id=proposal.id, member_id=actor.id, version=version)
        .on_conflict_do_nothing()
        .returning(col(Support.member_id))
    )
    if added.first():
        _count_supports(session, proposal, +1)
        threshold = proposal.space.support_threshold
        if proposal.stage == Stage.OPEN and threshold and proposal.support_count >= threshold:
            enter_deliberation(session, proposal, actor=None)
        return
    session.exec(
        update(Support)
        .where(col(Support.proposal_id) == proposal.id, col(Support.member_id) == actor.id)
        .values(version=version)
    )


def take_support_back(session: Session, *, proposal: Proposal, actor: Actor) -> None:
    policies.SUPPORT.check(actor, proposal)
    take_back(session, proposal, member_id=actor.id)


def take_back(session: Session, proposal: Proposal, *, member_id: int) -> None:
    gone = session.exec(
        delete(Support).where(
            col(Support.proposal_id) == proposal.id, col(Support.member_id) == member_id
        )
    )
    if gone.rowcount == 1:
        _count_supports(session, proposal, -1)


def withdraw(session: Session, *, proposal: Proposal, actor: Actor, reason: str) -> None:
    policies.WITHDRAW.check(actor, proposal)
    proposal.stage, proposal.withdrawn_reason = Stage.WITHDRAWN, reason
    session.add(proposal)
    tell(session, ProposalWithdrawn(**_about(proposal, actor), reason=reason))


def carry_on(session: Session, proposal: Proposal, actor: Actor) -> None:
    """It goes on in another text, and is read from now on."""
    assert Stage.CONTINUED in lifecycle.MOVES[proposal.stage]
    proposal.stage, proposal.continued_at = Stage.CONTINUED, now()
    session.add(proposal)
    tell(session, ProposalContinued(**_about(proposal, actor)))


def move_on(session: Session, *, proposal: Proposal, actor: Actor) -> None:
    """To deliberation, by a facilitator's hand."""
    policies.MOVE_ON.check(actor, proposal)
    enter_deliberation(session, proposal, actor=actor)


def decide(session: Session, *, proposal: Proposal, actor: Actor, verdict: Verdict) -> None:
    """A decision taken elsewhere is recorded."""
    policies.DECIDE.check(actor, proposal)
    settle(session, proposal, verdict, actor_id=actor.id)


def settle(session: Session, proposal: Proposal, verdict: Verdict, *, actor_id: int | None) -> None:
    assert Stage.DECIDED in lifecycle.MOVES[proposal.stage]
    proposal.stage, proposal.verdict, proposal.decided_at = Stage.DECIDED, verdict, now()
    session.add(proposal)
    tell(
        session,
        ProposalDecided(
            proposal_id=proposal.id,
            space_id=proposal.space_id,
            actor_id=actor_id,
            verdict=verdict.value,
        ),
    )


def enter_deliberation(session: Session, proposal: Proposal, *, actor: Actor | None) -> None:
    proposal.stage, proposal.deliberation_at = Stage.DELIBERATION, now()
    session.add(proposal)
    tell(session, ProposalMovedOn(**_about(proposal, actor)))


def _count_supports(session: Session, proposal: Proposal, change: int) -> None:
    """In the database, so that two at once are two."""
    session.exec(
        update(Proposal)
        .where(col(Proposal.id) == proposal.id)
        .values(support_count=Proposal.support_count + change)
    )
    session.refresh(proposal, ["support_count", "stage"])


def _tag(session: Session, proposal: Proposal, tags: Sequence[str]) -> None:
    session.exec(delete(ProposalTag).where(col(ProposalTag.proposal_id) == proposal.id))
    session.add_all(
        ProposalTag(proposal_id=proposal.id, tag=tag, opened_at=proposal.opened_at)
        for tag in dict.fromkeys(tags)
    )


def _make_findable(session: Session, proposal: Proposal) -> None:
    index(
        session,
        kind="proposal",
        subject_id=proposal.id,
        space_id=proposal.space_id,
        language=proposal.language,
        title=proposal.title,
        text=plain(proposal.body, 20_000),
    )


def _about(proposal: Proposal, actor: Actor | None) -> dict[str, Any]:
    return {
        "proposal_id": proposal.id,
        "space_id": proposal.space_id,
        "actor_id": actor.id if actor else None,
    }
