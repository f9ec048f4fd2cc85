"""Who is told what of a proposal: its authors, those who support it, and who is asked to sign."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select, union

from civic.core.actor import Actor
from civic.core.facts import Fact
from civic.core.words import N_
from civic.feature import Notice
from proposals import policies
from proposals.facts import (
    CoAuthorAsked,
    ProposalAdvised,
    ProposalAnswered,
    ProposalDecided,
    ProposalEdited,
    ProposalFact,
    ProposalHandedOver,
    ProposalMovedOn,
    ProposalReturned,
    ProposalWithdrawn,
)
from proposals.models import CoAuthor, Proposal, Support

WORDS = {
    "ProposalEdited": N_("The text has changed. Your support stays unless you take it back."),
    "ProposalMovedOn": N_("It has moved to deliberation."),
    "ProposalWithdrawn": N_("Its author has withdrawn it."),
    "ProposalAnswered": N_("It has received an official answer."),
    "ProposalDecided": N_("It has been decided."),
    "ProposalReturned": N_(
        "The vote on it decided nothing. It is in deliberation again and can be put to the vote."
    ),
    "ProposalAdvised": N_(
        "The vote on it is over. The decision is still to be taken: it is in deliberation again."
    ),
    "ProposalHandedOver": N_("Its author has handed it over to somebody else who signs it."),
}


def _signers(fact: ProposalFact) -> Any:
    author: Any = select(col(Proposal.author_id).label("id")).where(Proposal.id == fact.proposal_id)
    others: Any = select(col(CoAuthor.member_id).label("id")).where(
        CoAuthor.proposal_id == fact.proposal_id, col(CoAuthor.accepted_at).is_not(None)
    )
    return union(author, others).subquery()


def authors(session: Session, fact: ProposalFact, after: int, limit: int) -> Sequence[int]:
    both = _signers(fact)
    return list(
        session.exec(select(both.c.id).where(both.c.id > after).order_by(both.c.id).limit(limit))
    )


def supporters(session: Session, fact: ProposalFact, after: int, limit: int) -> Sequence[int]:
    found = (
        select(Support.member_id)
        .where(Support.proposal_id == fact.proposal_id, col(Support.member_id) > after)
        .order_by(col(Support.member_id))
        .limit(limit)
    )
    return list(session.exec(found))


def _asked(session: Session, fact: CoAuthorAsked, after: int, limit: int) -> Sequence[int]:
    """Nobody when the author has changed their mind in the meantime."""
    found = select(CoAuthor.member_id).where(
        CoAuthor.proposal_id == fact.proposal_id,
        CoAuthor.member_id == fact.member_id,
        col(CoAuthor.accepted_at).is_(None),
        col(CoAuthor.member_id) > after,
    )
    return list(session.exec(found.limit(limit)))


def _context(session: Session, fact: ProposalFact) -> dict[str, Any]:
    proposal = session.get_one(Proposal, fact.proposal_id)
    base = session.info["config"].base_url
    return {
        "title": proposal.title,
        "words": WORDS.get(type(fact).__name__, ""),
        "reason": proposal.withdrawn_reason or "",
        "link": f"{base}/proposals/{proposal.id}",
    }


def _allowed(session: Session, actor: Actor, fact: ProposalFact) -> bool:
    proposal = session.get(Proposal, fact.proposal_id)
    return proposal is not None and policies.VIEW.allows(actor, proposal)


def _notice(recipients: Any, choice: str, name: str = "changed") -> Notice:
    return Notice(
        recipients=recipients,
        context=_context,
        template=f"proposals/notices/{name}.txt",
        choice=choice,
        allowed=_allowed,
    )


_both = [_notice(authors, "mine"), _notice(supporters, "followed")]

NOTICES: dict[type[Fact], Sequence[Notice]] = {
    ProposalEdited: _both,
    ProposalMovedOn: _both,
    ProposalWithdrawn: _both,
    ProposalAnswered: _both,
    ProposalDecided: _both,
    ProposalReturned: _both,
    ProposalAdvised: _both,
    ProposalHandedOver: [_notice(authors, "mine")],
    CoAuthorAsked: [_notice(_asked, "mine", "asked_to_sign")],
}
