"""What a member proposed and supported, on the page of all that they took part in."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam
from sqlalchemy import select as pick
from sqlmodel import Session, col

from civic.core.actor import Actor
from civic.core.audience import readable
from civic.core.tables import columns
from civic.spaces.models import Space
from proposals.listing import Filters, proposals
from proposals.models import Proposal, Stage, Support

MOST_OWN, MOST_SUPPORTED = 10, 20


def mine(session: Session, actor: Actor | None, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The newest of both; nothing where there is none. ``ids``: the actor's own."""
    if actor is None:
        return {}
    own = proposals(session, actor=actor, filters=Filters(mine=actor.id), size=MOST_OWN)
    visible = readable(actor, audience=Space.audience, space_id=Space.id)
    found = _supported().where(visible)
    supported = session.execute(found, {"member_id": actor.id, "limit": MOST_SUPPORTED}).all()
    if not own and not supported:
        return {}
    return {id: {"page": own, "supported_ones": supported} for id in ids}


@cache
def _supported() -> Select[Any]:
    """Of others: whoever supports their own proposal finds it above."""
    member_id: Any = bindparam("member_id")
    return (
        pick(
            *columns(
                Proposal.id, Proposal.title, Proposal.language, Proposal.stage, Proposal.verdict,
                Proposal.support_count,
            )
        )
        .join(Support, col(Support.proposal_id) == col(Proposal.id))
        .join(Space, col(Space.id) == col(Proposal.space_id))
        .where(
            col(Support.member_id) == member_id,
            col(Proposal.author_id).is_distinct_from(member_id),
            col(Proposal.stage) != Stage.DRAFT,
        )
        .order_by(col(Proposal.opened_at).desc(), col(Proposal.id).desc())
        .limit(bindparam("limit"))
    )  # fmt: skip
