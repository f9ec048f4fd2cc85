"""What proposals mean for one member: what waits, and what became of what they wanted."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, case, union_all
from sqlalchemy import select as pick
from sqlmodel import Session, col, func, or_

from civic.core import db
from civic.core.actor import Actor
from civic.core.audience import Reader, readable_by, reader
from civic.core.links import Outcome, Waiting
from civic.core.tables import columns
from civic.core.waiting import Question, Row, asked
from civic.core.words import N_
from civic.spaces.models import Space
from proposals import lifecycle
from proposals.models import CoAuthor, Proposal, Stage, Support, Verdict

SAID = {
    ("own", Stage.DELIBERATION): N_("Your proposal is being debated."),
    ("own", Stage.IN_VOTE): N_("Your proposal is put to the vote."),
    ("own", Verdict.ADOPTED): N_("Your proposal was adopted."),
    ("own", Verdict.REJECTED): N_("Your proposal was not chosen."),
    ("own", Stage.CONTINUED): N_("Your proposal goes on in another text."),
    ("supported", Stage.DELIBERATION): N_("You support it. It is being debated."),
    ("supported", Stage.IN_VOTE): N_("You support it. It is put to the vote."),
    ("supported", Stage.WITHDRAWN): N_("You supported it. Its authors withdrew it."),
    ("supported", Stage.CONTINUED): N_("You supported it. It goes on in another text."),
    ("supported", Verdict.ADOPTED): N_("You supported it. It was adopted."),
    ("supported", Verdict.REJECTED): N_("You supported it. It was not chosen."),
}
"""How the reader stands to a proposal, and what became of it."""


def unfinished(actor: Actor, *, now: datetime) -> Question:
    """The actor's own drafts, and proposals that they are asked to sign. Of drafts made from others
    lineage/agenda.py speaks."""
    return Question(_unfinished(reader(actor)), {"member_id": actor.id, "spaces": actor.spaces})


@cache
def _unfinished(reader: Reader) -> Select[Any]:
    member_id: Any = bindparam("member_id")
    drafts = pick(col(Proposal.id)).where(
        col(Proposal.author_id) == member_id, col(Proposal.stage) == Stage.DRAFT
    )
    to_sign = (
        pick(col(Proposal.id))
        .join(CoAuthor)
        .where(
            col(CoAuthor.member_id) == member_id,
            col(CoAuthor.accepted_at).is_(None),
            col(Proposal.stage).in_([Stage.DRAFT, *lifecycle.ALIVE]),
            or_(col(Proposal.stage) != Stage.DRAFT, col(Proposal.made).is_(None)),
        )
    )
    visible = readable_by(reader, audience=Space.audience, space_id=Space.id)
    return (
        asked(
            Proposal.id,
            title=col(Proposal.title),
            language=col(Proposal.language),
            details=case((col(Proposal.author_id) == member_id, '{"own": true}'), else_="{}"),
        )
        .join(Space)
        .where(
            col(Proposal.id).in_(union_all(drafts, to_sign)),
            or_(col(Proposal.author_id) == member_id, visible),
            col(Space.archived_at).is_(None),
        )
        .order_by(col(Proposal.id).desc())
    )


def unfinished_waits(session: Session, row: Row) -> Waiting:
    kind, message, button = (
        (N_("Draft"), N_("Your draft is not published yet."), N_("Continue"))
        if row.details.get("own")
        else (N_("Signature"), N_("You are asked to sign this proposal."), N_("Read and answer"))
    )
    return Waiting(
        endpoint="proposals.show",
        id=row.id,
        title=row.title,
        language=row.language,
        kind=kind,
        message=message,
        button=button,
    )


@cache
def _wanted(reader: Reader) -> Select[Any]:
    """Put together once, as it stands on everybody's first page. Who signs a proposal sees it for
    ever; who supports it, as long as they see its space."""
    visible = readable_by(reader, audience=Space.audience, space_id=Space.id)
    member_id: Any = bindparam("member_id")
    signed = pick(col(CoAuthor.proposal_id)).where(
        col(CoAuthor.member_id) == member_id, col(CoAuthor.accepted_at).is_not(None)
    )
    written = pick(col(Proposal.id)).where(col(Proposal.author_id) == member_id)
    supported = pick(col(Support.proposal_id)).where(col(Support.member_id) == member_id)
    own = or_(col(Proposal.author_id) == member_id, col(Proposal.id).in_(signed))
    came_to = func.coalesce(Proposal.continued_at, Proposal.decided_at, Proposal.deliberation_at)
    found: Select[Any] = (
        pick(
            *columns(
                Proposal.id, Proposal.title, Proposal.language, Proposal.stage, Proposal.verdict,
                Proposal.opened_at, came_to, own,
            )
        )
        .join(Space)
        .where(col(Proposal.id).in_(union_all(written, signed, supported)), or_(own, visible))
        .where(col(Proposal.stage).not_in([Stage.DRAFT, Stage.OPEN]))
        .order_by(came_to.desc(), col(Proposal.id).desc())
        .limit(bindparam("limit"))
    )  # fmt: skip
    return found


def outcomes(session: Session, actor: Actor | None, *, limit: int) -> list[Outcome]:
    """What became of what the actor proposed, signed or supported, by the last that happened."""
    if actor is None:
        return []
    about = {"member_id": actor.id, "spaces": actor.spaces, "limit": limit}
    rows = db.look(session, _wanted(reader(actor)), about)
    return [
        Outcome(
            endpoint="proposals.show",
            id=id,
            title=title,
            language=language,
            at=at or opened_at,
            message=SAID["own" if is_own else "supported", verdict or stage],
            mine=True,
        )
        for id, title, language, stage, verdict, opened_at, at, is_own in rows
        if ("own" if is_own else "supported", verdict or stage) in SAID
    ]
