from sqlmodel import Session, select

from civic.community.models import Community


def settings(session: Session) -> Community:
    """As they are, or as they are at the beginning. Writes nothing."""
    return session.exec(select(Community)).first() or Community()
