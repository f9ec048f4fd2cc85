from sqlmodel import Session, col, select, update

from civic.members.facts import MemberLeft
from civic.members.models import Member
from civic.organisations.models import OrganisationMembership


def forget_who_closed(session: Session, fact: MemberLeft) -> None:
    """An administrator of the community took them out: no organisation brings them back."""
    concerned = select(Member.id).where(Member.pseudonym == fact.member).scalar_subquery()
    session.exec(
        update(OrganisationMembership)
        .where(col(OrganisationMembership.member_id) == concerned)
        .values(closes_account=False)
    )
