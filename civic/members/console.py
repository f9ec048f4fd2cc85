"""For the command line."""

from sqlmodel import Session, col, func, or_, select

from civic.core.actor import Actor
from civic.core.addresses import row_number
from civic.core.facts import tell
from civic.core.forms import is_address
from civic.members import actions
from civic.members.facts import RoleGranted
from civic.members.models import CommunityRole, Member, MemberState

HOST = Actor(id=0, name="", is_admin=True)
"""Whoever may type commands on the server; no member, so nobody's name is written down."""


def add_member(session: Session, *, name: str, email: str | None, admin: bool) -> Member:
    """Raises ValueError with a sentence."""
    if not name.strip() or len(name.strip()) > 120:
        raise ValueError("Give a name of 1 to 120 characters.")
    if email and not is_address(email):
        raise ValueError(f"{email} is no e-mail address.")
    member = Member(
        name=name.strip(),
        email=email.casefold() if email else None,
        role=CommunityRole.ADMINISTRATOR if admin else CommunityRole.MEMBER,
    )
    session.add(member)
    session.flush()
    if admin:
        tell(session, RoleGranted(actor_id=None, member=member.pseudonym, role=str(member.role)))
    return member


def one_member(session: Session, who: str) -> Member:
    """By number, address or exact name. Raises ValueError with a sentence."""
    alike = or_(
        col(Member.id) == row_number(who),
        col(Member.email) == who.casefold(),
        func.lower(Member.name) == who.lower(),
    )
    found = session.exec(
        select(Member)
        .where(alike, Member.state != MemberState.IMPORTED, col(Member.erased_at).is_(None))
        .limit(11)
    ).all()
    if not found:
        raise ValueError(f"There is no member {who!r}. See: civic member list")
    if len(found) > 1:
        people = ", ".join(f"{member.id} ({member.name})" for member in found[:10])
        raise ValueError(f"{who!r} is more than one: say which by number: {people}")
    return found[0]


def change(session: Session, *, member: Member, **values: object) -> None:
    """Raises ValueError with a sentence."""
    try:
        actions.change(session, actor=HOST, member=member, values=values, by_two=True)
    except actions.LastAdministrator:
        raise ValueError(
            f"{member.name} is the last administrator. Name another one first: "
            "civic member admin NAME"
        ) from None
