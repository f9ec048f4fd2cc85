"""What other pages show of proposals: a space's page, and the wizard of rounds."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select as pick
from sqlmodel import Session, col, select

from civic.core.actor import Actor
from civic.core.links import Link
from civic.core.tables import columns
from civic.core.words import N_
from civic.feature import OfferedOption
from proposals import lifecycle, policies
from proposals.lines import Row
from proposals.listing import Filters, proposals
from proposals.models import Proposal, ProposalRound, Stage
from voting.models import Round
from voting.picking import standing

LOOKED_AT = 20
NEAR = 3


def on_offer(session: Session, actor: Actor, space_id: int) -> Mapping[int, OfferedOption]:
    """The living proposals of a space, as options for a round, newest 200."""
    rows = session.exec(
        select(Proposal.id, Proposal.title, Proposal.language)
        .where(Proposal.space_id == space_id, col(Proposal.stage).in_(list(lifecycle.ALIVE)))
        .order_by(col(Proposal.opened_at).desc(), col(Proposal.id).desc())
        .limit(200)
    )
    return {id: OfferedOption(title=title, language=language) for id, title, language in rows}


MOST_ON_A_PAPER = 200
NOT_THERE = N_("“%(name)s” is no proposal of this space. Take it off the paper.")
UNFIT = {
    Stage.DRAFT: NOT_THERE,
    Stage.IN_VOTE: N_("“%(name)s” stands in another vote. Take it off the paper, or wait."),
    Stage.DECIDED: N_("“%(name)s” is decided already. Take it off the paper."),
    Stage.WITHDRAWN: N_("“%(name)s” was withdrawn by its authors. Take it off the paper."),
    Stage.CONTINUED: N_("“%(name)s” goes on in another text. Take it off the paper."),
}
"""Why a proposal can not be put to the vote; those of the other stages can."""


def unfit(session: Session, round_id: int, ids: Collection[int]) -> dict[int, str]:
    """What hinders proposals from standing in a round; in another vote than this one."""
    stands = select(ProposalRound.proposal_id).where(ProposalRound.round_id == round_id)
    space = select(Round.space_id).where(Round.id == round_id).scalar_subquery()
    rows = session.exec(
        select(Proposal.id, Proposal.stage, col(Proposal.id).in_(stands)).where(
            col(Proposal.id).in_(ids), col(Proposal.space_id) == space
        )
    )
    found: dict[int, str] = {
        id: "" if stage == Stage.IN_VOTE and is_here else UNFIT.get(Stage(stage), "")
        for id, stage, is_here in rows
    }
    reasons = {id: found.get(id, NOT_THERE) for id in ids}
    return {id: reason for id, reason in reasons.items() if reason}


def in_rounds(
    session: Session, actor: Actor | None, round_ids: Sequence[int]
) -> dict[int, dict[str, Any]]:
    """For the pages of votes: what stands on their papers, as it was written and debated."""
    rows = session.execute(
        pick(*columns(ProposalRound.round_id, Proposal.id, Proposal.title, Proposal.language))
        .join(Proposal, col(Proposal.id) == ProposalRound.proposal_id)
        .where(col(ProposalRound.round_id).in_(round_ids))
        .order_by(col(Proposal.id))
        .limit(MOST_ON_A_PAPER * len(round_ids))
    )
    found: dict[int, dict[str, Any]] = {}
    for round_id, id, title, language in rows:
        link = Link(endpoint="proposals.show", id=id, title=title, language=language)
        found.setdefault(round_id, {"links": []})["links"].append(link)
    return found


def changed_since(
    session: Session, actor: Actor | None, round_ids: Sequence[int]
) -> dict[int, dict[str, Any]]:
    """For the last check of drafts: the proposals on their papers that were rewritten since the
    draft was begun. The paper has copies of their titles."""
    rounds = [session.get_one(Round, id) for id in round_ids]
    found = {}
    for round in rounds:
        ids = [id for id, *_place in standing(round.questions, "proposals")]
        rows = session.exec(
            select(Proposal.id, Proposal.title, Proposal.language, Proposal.edited_at).where(
                col(Proposal.id).in_(ids),
                col(Proposal.space_id) == round.space_id,
                col(Proposal.edited_at) > round.created_at,
            )
        ).all()
        if rows:
            found[round.id] = {
                "changed": [
                    (Link(endpoint="proposals.show", id=id, title=title, language=language), at)
                    for id, title, language, at in rows
                ]
            }
    return found


def newest_in_spaces(
    session: Session, actor: Actor | None, space_ids: Sequence[int]
) -> dict[int, dict[str, Any]]:
    """For the pages of spaces: the newest proposals of each."""
    shown = {}
    for space_id in space_ids:
        filters = Filters(space_id=space_id)
        shown[space_id] = {
            "page": proposals(session, actor=actor, filters=filters, size=5),
            "space_id": space_id,
        }
    return shown


def near_the_debate(
    session: Session, actor: Actor | None, member_ids: Sequence[int]
) -> dict[int, dict[str, Any]]:
    """For the first page: a few that lack little support, of those that the actor may give it."""
    if actor is None:
        return {}
    filters = Filters(stage=Stage.OPEN, unsupported_by=actor.id, sort="support")
    page = proposals(session, actor=actor, filters=filters, size=LOOKED_AT)
    asked = [row for row in page if lacking(row) > 0 and policies.SUPPORT.allows(actor, row)]
    near = sorted(asked, key=lacking)[:NEAR]
    return {id: {"near": near} for id in member_ids} if near else {}


def lacking(row: Row) -> int:
    """Supports before it is debated."""
    return row.space.support_threshold - row.support_count
