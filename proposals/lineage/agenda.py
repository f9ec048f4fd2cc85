"""What joining and splitting ask of members: to agree, and to say whether they support what came of
what they supported."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, Text, bindparam, cast, exists, or_
from sqlalchemy import select as pick
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from civic.core.actor import Actor
from civic.core.audience import Reader, readable_by, reader
from civic.core.links import Waiting
from civic.core.waiting import Question, Row, asked
from civic.core.words import N_
from civic.spaces.models import Space
from proposals import lifecycle
from proposals.lineage.models import NotAgain, Origin
from proposals.models import CoAuthor, Proposal, Stage, Support
from proposals.policies import SUPPORTING

ASKED_FOR = timedelta(days=30)
"""After this nobody is reminded on their first page any more; the text's page still asks."""


def to_agree(actor: Actor, *, now: datetime) -> Question:
    """Drafts to whose wording the actor has not agreed, and those that they are asked to sign."""
    return Question(_to_agree(reader(actor)), {"member_id": actor.id, "spaces": actor.spaces})


@cache
def _to_agree(reader: Reader) -> Select[Any]:
    member_id: Any = bindparam("member_id")
    mine = col(CoAuthor.proposal_id) == Proposal.id, col(CoAuthor.member_id) == member_id
    unsigned = exists().where(*mine, col(CoAuthor.accepted_at).is_(None))
    signed = pick(col(CoAuthor.proposal_id)).where(col(CoAuthor.member_id) == member_id)
    first = aliased(Proposal)
    disagrees = exists().where(
        col(Origin.proposal_id) == Proposal.id,
        col(Origin.origin_id) == col(first.id),
        col(first.author_id) == member_id,
        col(Origin.agreed_version).is_distinct_from(Proposal.version),
    )
    visible = readable_by(reader, audience=Space.audience, space_id=Space.id)
    return (
        asked(col(Proposal.id), title=col(Proposal.title), language=col(Proposal.language))
        .join(Space)
        .where(
            col(Proposal.stage) == Stage.DRAFT,
            col(Proposal.made).is_not(None),
            col(Proposal.id).in_(signed),
            or_(unsigned, disagrees),
            visible,
            col(Space.archived_at).is_(None),
        )
        .order_by(col(Proposal.id).desc())
    )


def agreement_waits(session: Session, row: Row) -> Waiting:
    return Waiting(
        endpoint="proposals.show",
        id=row.id,
        title=row.title,
        language=row.language,
        kind=N_("Agreement"),
        message=N_("A text is made from your proposal. Do you agree to it?"),
        button=N_("Read and answer"),
    )


def to_support_again(actor: Actor, *, now: datetime) -> Question | None:
    """Texts made from what the actor supported, where they may still support."""
    here = [
        space_id
        for space_id, roles in actor.roles_by_space.items()
        if roles & {"member", "facilitator"} and space_id not in actor.suspended_in
    ]
    about = {"member_id": actor.id, "may_support_in": here, "asked_since": now - ASKED_FOR}
    return Question(_to_support_again(), about) if here else None


@cache
def _to_support_again() -> Select[Any]:
    member_id: Any = bindparam("member_id")
    supported = pick(col(Support.proposal_id)).where(col(Support.member_id) == member_id)
    mine = pick(col(Origin.proposal_id)).where(col(Origin.origin_id).in_(supported))
    done = [
        exists().where(col(table.proposal_id) == Proposal.id, col(table.member_id) == member_id)
        for table in (Support, NotAgain, CoAuthor)
    ]
    return (
        asked(col(Proposal.id), title=col(Proposal.title), language=col(Proposal.language))
        .join(Space)
        .where(
            col(Proposal.id).in_(mine),
            col(Proposal.stage).in_(list(lifecycle.ALIVE)),
            col(Proposal.opened_at) > bindparam("asked_since"),
            col(Proposal.author_id).is_distinct_from(member_id),
            *(~one for one in done),
            col(Proposal.space_id).in_(bindparam("may_support_in", expanding=True)),
            cast(Space.acts, Text).contains(f'"{SUPPORTING}"'),
            col(Space.archived_at).is_(None),
        )
        .order_by(col(Proposal.id).desc())
    )


def support_waits(session: Session, row: Row) -> Waiting:
    return Waiting(
        endpoint="proposals.show",
        id=row.id,
        title=row.title,
        language=row.language,
        kind=N_("Support"),
        message=N_("It is made from a proposal that you supported. Do you support it, too?"),
        button=N_("Read and answer"),
    )
