"""Who is told what: the keeper what they promised, and whoever asked what became of it."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select, union

from civic.core.actor import Actor
from civic.core.facts import Fact
from civic.core.words import N_
from civic.feature import Notice
from proposals.commitments import policies
from proposals.commitments.facts import (
    CommitmentDue,
    CommitmentFact,
    CommitmentKept,
    CommitmentMade,
    CommitmentNotKept,
    CommitmentReported,
    CommitmentTakenUp,
    NewsWanted,
)
from proposals.commitments.models import Commitment, CommitmentWish

WORDS = {
    "CommitmentMade": N_("You are named as the one who sees to it."),
    "NewsWanted": N_("Somebody would like to know how it stands. A sentence is enough."),
    "CommitmentDue": N_("Its last day is near. Say how it stands, or take another day."),
    "CommitmentReported": N_("There is news of it."),
    "CommitmentKept": N_("It is kept."),
    "CommitmentNotKept": N_("It counts as not kept."),
    "CommitmentTakenUp": N_("It is open again."),
}


def _keeper(session: Session, fact: CommitmentFact, after: int, limit: int) -> Sequence[int]:
    found = select(Commitment.keeper_id).where(
        Commitment.id == fact.commitment_id, col(Commitment.keeper_id) > after
    )
    return [id for id in session.exec(found.limit(limit)) if id is not None]


def _concerned(session: Session, fact: CommitmentFact, after: int, limit: int) -> Sequence[int]:
    """Who asked for news, who keeps it, and who recorded it."""
    wish: Any = select(col(CommitmentWish.member_id).label("id")).where(
        CommitmentWish.commitment_id == fact.commitment_id
    )
    keeper: Any = select(col(Commitment.keeper_id).label("id")).where(
        Commitment.id == fact.commitment_id
    )
    maker: Any = select(col(Commitment.made_by_id).label("id")).where(
        Commitment.id == fact.commitment_id
    )
    all_of_them = union(wish, keeper, maker).subquery()
    found = select(all_of_them.c.id).where(all_of_them.c.id > after)
    return list(session.exec(found.order_by(all_of_them.c.id).limit(limit)))


def _context(session: Session, fact: CommitmentFact) -> dict[str, Any]:
    commitment = session.get_one(Commitment, fact.commitment_id)
    base = session.info["config"].base_url
    return {
        "title": commitment.title,
        "words": WORDS[type(fact).__name__],
        "due": commitment.due,
        "link": f"{base}/commitments/{commitment.id}",
    }


def _allowed(session: Session, actor: Actor, fact: CommitmentFact) -> bool:
    commitment = session.get(Commitment, fact.commitment_id)
    return commitment is not None and policies.VIEW.allows(actor, commitment)


def _notice(recipients: Any, choice: str) -> Notice:
    return Notice(
        recipients=recipients,
        context=_context,
        template="proposals/commitments/notices/told.txt",
        choice=choice,
        allowed=_allowed,
    )


_to_the_keeper = [_notice(_keeper, "mine")]
_to_all = [_notice(_concerned, "followed")]

NOTICES: dict[type[Fact], Sequence[Notice]] = {
    CommitmentMade: _to_the_keeper,
    NewsWanted: _to_the_keeper,
    CommitmentDue: _to_the_keeper,
    CommitmentReported: _to_all,
    CommitmentKept: _to_all,
    CommitmentNotKept: _to_all,
    CommitmentTakenUp: _to_all,
}
