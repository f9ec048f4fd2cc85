from sqlmodel import Session, select

from civic.members.models import Member
from civic.organisations.facts import PersonDeactivated
from civic.sign_in import tokens
from civic.sign_in.actions import end_sessions
from civic.sign_in.models import Purpose


def shut_out(session: Session, fact: PersonDeactivated) -> None:
    """Sessions end at once, and what was sent or printed before opens nothing."""
    concerned = session.exec(select(Member.id).where(Member.pseudonym == fact.member)).one()
    end_sessions(session, member_id=concerned)
    tokens.void(session, member_id=concerned, purposes=tuple(Purpose))
