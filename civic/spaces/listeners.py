from sqlmodel import Session, col, delete, select

from civic.members.models import Member
from civic.organisations.facts import PersonDeactivated
from civic.spaces.models import Membership, Space


def take_out_of_its_spaces(session: Session, fact: PersonDeactivated) -> None:
    """Who no longer belongs to an organisation belongs to none of its spaces."""
    concerned = select(Member.id).where(Member.pseudonym == fact.member).scalar_subquery()
    theirs = select(Space.id).where(Space.organisation_id == fact.organisation_id)
    session.exec(
        delete(Membership).where(
            col(Membership.member_id) == concerned, col(Membership.space_id).in_(theirs)
        )
    )
