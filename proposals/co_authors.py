"""Who signs a proposal beside its author: asked, accepted, and handing it over."""

from sqlmodel import Session, col, delete, func, select

from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.facts import tell
from civic.core.words import N_
from civic.members.models import Member
from civic.spaces.models import Role
from civic.spaces.queries import member_named
from proposals import asking, policies
from proposals.actions import take_back
from proposals.facts import CoAuthorAsked, ProposalHandedOver
from proposals.models import CoAuthor, Proposal

MOST = 8


class Refused(ValueError):
    """A sentence, marked for translation."""


def ask(session: Session, *, proposal: Proposal, actor: Actor, name: str) -> Member:
    """Ask somebody of the space, by exact name, to sign too. Raises Refused, TooMany."""
    policies.INVITE.check(actor, proposal)
    roles = (Role.MEMBER, Role.FACILITATOR)
    member = member_named(session, proposal.space_id, name, roles=roles)
    if member is None:
        raise Refused(N_("Nobody who takes part in this space has exactly this name."))
    known = session.get(CoAuthor, (proposal.id, member.id))
    if known is not None or member.id == proposal.author_id:
        raise Refused(N_("This person signs already, or is asked to."))
    signers = select(func.count()).select_from(CoAuthor)
    if session.exec(signers.where(CoAuthor.proposal_id == proposal.id)).one() >= MOST:
        raise Refused(N_("Eight people sign with you already. Take one off the list first."))
    asking.count(session, actor)
    session.add(CoAuthor(proposal_id=proposal.id, member_id=member.id))
    _read_again(session, proposal)
    tell(
        session,
        CoAuthorAsked(
            proposal_id=proposal.id,
            space_id=proposal.space_id,
            actor_id=actor.id,
            member_id=member.id,
        ),
    )
    return member


def sign(session: Session, *, proposal: Proposal, actor: Actor) -> None:
    """Accept. Who signs stands behind the text already: a support given before is taken back."""
    policies.SIGN.check(actor, proposal)
    session.get_one(CoAuthor, (proposal.id, actor.id)).accepted_at = now()
    take_back(session, proposal, member_id=actor.id)
    _read_again(session, proposal)


def unsign(session: Session, *, proposal: Proposal, actor: Actor) -> None:
    """Decline, or sign no longer."""
    policies.UNSIGN.check(actor, proposal)
    _strike(session, proposal, actor.id)


def strike(session: Session, *, proposal: Proposal, actor: Actor, member_id: int) -> None:
    """Take somebody off the list, by the author."""
    policies.INVITE.check(actor, proposal)
    _strike(session, proposal, member_id)


def hand_over(session: Session, *, proposal: Proposal, actor: Actor, member_id: int) -> None:
    """A co-author becomes the author, and the author a co-author. Raises Refused."""
    policies.INVITE.check(actor, proposal)
    heir = session.get(CoAuthor, (proposal.id, member_id))
    if heir is None or heir.accepted_at is None:
        raise Refused(N_("A proposal is handed over to somebody who has signed it."))
    _strike(session, proposal, member_id)
    session.add(CoAuthor(proposal_id=proposal.id, member_id=actor.id, accepted_at=now()))
    proposal.author_id = member_id
    session.add(proposal)
    _read_again(session, proposal)
    tell(
        session,
        ProposalHandedOver(proposal_id=proposal.id, space_id=proposal.space_id, actor_id=actor.id),
    )


def _strike(session: Session, proposal: Proposal, member_id: int) -> None:
    session.exec(
        delete(CoAuthor).where(
            col(CoAuthor.proposal_id) == proposal.id, col(CoAuthor.member_id) == member_id
        )
    )
    _read_again(session, proposal)


def _read_again(session: Session, proposal: Proposal) -> None:
    """The rules look at the list that the row carries."""
    session.flush()
    session.refresh(proposal, ["co_authors"])
