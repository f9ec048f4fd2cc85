"""Whoever follows a proposal that goes on in another text follows that text from now on, and is
told so once. Following is no opinion, unlike support, and ends with one click."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import literal
from sqlmodel import Session, col, select

from civic.core import db
from civic.core.actor import Actor
from proposals.deliberation import policies
from proposals.deliberation.models import Follow
from proposals.facts import FollowersLedOn
from proposals.models import CoAuthor, Proposal, Support


def lead_on(session: Session, fact: FollowersLedOn) -> None:
    for text_id in fact.text_ids:
        followers = select(literal(text_id), Follow.member_id).where(
            Follow.proposal_id == fact.proposal_id
        )
        session.execute(
            db.insert(session, Follow)
            .from_select(["proposal_id", "member_id"], followers)
            .on_conflict_do_nothing()
        )


def followers(session: Session, fact: FollowersLedOn, after: int, limit: int) -> Sequence[int]:
    """But for those who are told because they wrote, sign or support the original proposal."""
    here = fact.proposal_id
    signers = select(CoAuthor.member_id).where(CoAuthor.proposal_id == here)
    supporters = select(Support.member_id).where(Support.proposal_id == here)
    author = select(Proposal.author_id).where(
        Proposal.id == here, col(Proposal.author_id).is_not(None)
    )
    found = (
        select(Follow.member_id)
        .where(Follow.proposal_id == here, col(Follow.member_id) > after)
        .where(*(col(Follow.member_id).not_in(told) for told in (signers, supporters, author)))
        .order_by(col(Follow.member_id))
        .limit(limit)
    )
    return list(session.exec(found))


def context(session: Session, fact: FollowersLedOn) -> dict[str, Any]:
    base = session.info["config"].base_url
    texts = select(Proposal.id, Proposal.title).where(col(Proposal.id).in_(fact.text_ids))
    return {
        "title": session.get_one(Proposal, fact.proposal_id).title,
        "texts": [
            (title, f"{base}/proposals/{id}")
            for id, title in session.exec(texts.order_by(col(Proposal.id)))
        ],
    }


def allowed(session: Session, actor: Actor, fact: FollowersLedOn) -> bool:
    proposal = session.get(Proposal, fact.proposal_id)
    return proposal is not None and policies.READ.allows(actor, proposal)
