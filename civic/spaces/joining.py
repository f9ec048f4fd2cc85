"""Belonging to a space: joining, asking to join, leaving, and the roles that are given."""

from datetime import datetime

from sqlmodel import Session, col, delete

from civic.core.actor import Actor
from civic.core.facts import tell
from civic.members.models import Member
from civic.spaces import policies
from civic.spaces.facts import JoinAnswered, JoinAsked, RoleGiven
from civic.spaces.models import JoinRequest, Membership, Role, Space
from civic.spaces.queries import is_last_facilitator


class LastFacilitator(ValueError):
    """The space would have nobody left who facilitates it."""


class OwnMandate(ValueError):
    """Nobody sets or lengthens their own mandate."""


def join(session: Session, *, space: Space, actor: Actor) -> None:
    policies.JOIN.check(actor, space)
    _admit(session, space, actor.id)


def ask(session: Session, *, space: Space, actor: Actor, words: str) -> None:
    """Ask the facilitators to be let in; asking again changes the words."""
    policies.ASK.check(actor, space)
    known = session.get(JoinRequest, (space.id, actor.id))
    if known is None:
        tell(session, JoinAsked(space_id=space.id, actor_id=actor.id))
    request = known or JoinRequest(space_id=space.id, member_id=actor.id)
    request.words = words
    session.add(request)


def ask_no_longer(session: Session, *, space: Space, actor: Actor) -> None:
    policies.ASK.check(actor, space)
    _forget(session, space, actor.id)


def answer(session: Session, *, space: Space, actor: Actor, member_id: int, accepted: bool) -> None:
    """Of two facilitators who answer at once, the second changes nothing."""
    policies.ADMINISTER.check(actor, space)
    if not _forget(session, space, member_id):
        return
    if accepted:
        _admit(session, space, member_id)
    tell(
        session,
        JoinAnswered(space_id=space.id, actor_id=actor.id, member_id=member_id, accepted=accepted),
    )


def leave(session: Session, *, space: Space, actor: Actor) -> None:
    """Raises LastFacilitator."""
    policies.LEAVE.check(actor, space)
    _keep_a_facilitator(session, space, actor.id)
    _take_out(session, space, actor.id)


def give_role(
    session: Session,
    *,
    space: Space,
    actor: Actor,
    member: Member,
    role: Role | None,
    until: datetime | None = None,
    keeps_until: bool = True,
) -> None:
    """Add somebody, change what they are here, or (None) take them out. ``until``: the last moment
    of somebody who facilitates, unless it stays as it is (``keeps_until``). Raises LastFacilitator,
    OwnMandate."""
    policies.ADMINISTER.check(actor, space)
    if role != Role.FACILITATOR:
        _keep_a_facilitator(session, space, member.id)
    if role is None:
        _take_out(session, space, member.id)
    else:
        found = session.get(Membership, (space.id, member.id))
        found = found or Membership(space_id=space.id, member_id=member.id)
        if role != Role.FACILITATOR:
            found.role_until = None
        elif not keeps_until:
            _set_end(found, actor, until)
        found.role = role
        session.add(found)
        _forget(session, space, member.id)
    tell(
        session,
        RoleGiven(
            space_id=space.id,
            actor_id=actor.id,
            member=member.pseudonym,
            role=role.value if role else "none",
        ),
    )


def _set_end(membership: Membership, actor: Actor, until: datetime | None) -> None:
    """Raises OwnMandate."""
    if membership.member_id == actor.id and not actor.is_admin and membership.role_until:
        raise OwnMandate
    membership.role_until, membership.role_told = until, False


def _admit(session: Session, space: Space, member_id: int) -> None:
    if session.get(Membership, (space.id, member_id)) is None:
        session.add(Membership(space_id=space.id, member_id=member_id))
    _forget(session, space, member_id)


def _forget(session: Session, space: Space, member_id: int) -> bool:
    """Whether there was a request."""
    gone = session.exec(
        delete(JoinRequest).where(
            col(JoinRequest.space_id) == space.id, col(JoinRequest.member_id) == member_id
        )
    )
    return gone.rowcount == 1


def _take_out(session: Session, space: Space, member_id: int) -> None:
    session.exec(
        delete(Membership).where(
            col(Membership.space_id) == space.id, col(Membership.member_id) == member_id
        )
    )


def _keep_a_facilitator(session: Session, space: Space, leaving: int) -> None:
    if is_last_facilitator(session, space.id, leaving, lock=True):
        raise LastFacilitator


def forget_unanswered(session: Session, before: datetime) -> None:
    session.exec(delete(JoinRequest).where(col(JoinRequest.at) < before))
