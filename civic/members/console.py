"""For the command line."""

from sqlmodel import Session

from civic.core.forms import is_address
from civic.members.models import CommunityRole, Member


def add_member(session: Session, *, name: str, email: str | None, admin: bool) -> Member:
    """Raises ValueError with a sentence."""
    if not name.strip():
        raise ValueError("Give a name.")
    if email and not is_address(email):
        raise ValueError(f"{email} is no e-mail address.")
    member = Member(
        name=name.strip(),
        email=email.casefold() if email else None,
        role=CommunityRole.ADMINISTRATOR if admin else CommunityRole.MEMBER,
    )
    session.add(member)
    session.flush()
    return member
