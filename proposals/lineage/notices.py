"""Who is told of joining and splitting: whoever has to agree, and whoever stood behind an
original proposal, who is asked again."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from civic.core.actor import Actor
from civic.core.facts import Fact
from civic.feature import Notice
from proposals.facts import ProposalContinued, ProposalFact
from proposals.lineage import queries
from proposals.lineage.facts import AgreementAsked, OriginTakenOut
from proposals.models import CoAuthor, Making, Proposal
from proposals.notices import authors, supporters
from proposals.policies import VIEW


def _asked(session: Session, fact: AgreementAsked, after: int, limit: int) -> Sequence[int]:
    found = select(CoAuthor.member_id).where(
        CoAuthor.proposal_id == fact.proposal_id,
        col(CoAuthor.accepted_at).is_(None),
        col(CoAuthor.member_id) > after,
    )
    return list(session.exec(found.order_by(col(CoAuthor.member_id)).limit(limit)))


def _writer(session: Session, fact: OriginTakenOut, after: int, limit: int) -> Sequence[int]:
    """Of the text from which a proposal was taken out, and of that proposal."""
    both = [fact.text_id, fact.proposal_id]
    found = select(Proposal.author_id).where(
        col(Proposal.id).in_(both), col(Proposal.author_id) > after
    )
    ids = session.exec(found.distinct().order_by(col(Proposal.author_id)).limit(limit))
    return [id for id in ids if id is not None]


def _context(session: Session, fact: ProposalFact) -> dict[str, Any]:
    proposal = session.get_one(Proposal, fact.proposal_id)
    base = session.info["config"].base_url
    heirs = queries.heirs(session, proposal.id)
    origins = queries.links_of_sources(session, proposal.id)
    parts = queries.parts(session, origins[0].id) if proposal.made == Making.SPLIT else []
    return {
        "title": proposal.title,
        "origins": [link.title for link in origins],
        "parts": [(link.title, f"{base}/proposals/{link.id}") for link in parts],
        "heirs": [(link.title, f"{base}/proposals/{link.id}") for link in heirs],
        "link": f"{base}/proposals/{proposal.id}",
    }


def _allowed(session: Session, actor: Actor, fact: ProposalFact) -> bool:
    proposal = session.get(Proposal, fact.proposal_id)
    return proposal is not None and VIEW.allows(actor, proposal)


def _notice(recipients: Any, choice: str, name: str) -> Notice:
    return Notice(
        recipients=recipients,
        context=_context,
        template=f"proposals/lineage/notices/{name}.txt",
        choice=choice,
        allowed=_allowed,
    )


NOTICES: dict[type[Fact], Sequence[Notice]] = {
    AgreementAsked: [_notice(_asked, "mine", "asked")],
    OriginTakenOut: [_notice(_writer, "mine", "taken_out")],
    ProposalContinued: [
        _notice(authors, "mine", "continued"),
        _notice(supporters, "followed", "asked_again"),
    ],
}
