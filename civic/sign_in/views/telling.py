"""Who changes how an account is entered is told so by mail: it may have been somebody else."""

from secrets import token_hex

from flask import g
from flask_babel import force_locale
from sqlmodel import Session

from civic.core.mail import SIGN_IN_FIRST, OutboxMail, post
from civic.members.models import Member
from civic.sign_in.views.door import letter


def tell_of_change(session: Session, what: str, *, member_id: int | None = None) -> None:
    """``what`` is a name in ``sign_in/mails/ways_in.txt``. Without an address nobody is told."""
    member = session.get_one(Member, member_id or g.actor.id)
    if member.email is None:
        return
    with force_locale(member.locale or g.community.languages[0]):
        mail = letter("ways_in", what=what, member=member)
    post(
        session,
        OutboxMail(
            key=f"ways-in:{token_hex(12)}", member_id=member.id, address=member.email,
            subject=mail.subject, body=mail.body, priority=SIGN_IN_FIRST,
        ),
    )  # fmt: skip
