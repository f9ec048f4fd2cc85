from sqlmodel import Session, col, update

from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.members.models import Member
from civic.notifications import policies


def try_again(session: Session, *, actor: Actor, mail_id: int) -> bool:
    """A mail that was given up is due again, and its address believed; False when it is not
    there."""
    policies.MAIL.check(actor, None)
    mail = session.get(OutboxMail, mail_id)
    if mail is None or mail.failed_at is None or mail.has_secret:
        return False
    mail.failed_at, mail.error, mail.attempts, mail.not_before = None, None, 0, now()
    session.add(mail)
    session.exec(
        update(Member)
        .where(col(Member.id) == mail.member_id, col(Member.email) == mail.address)
        .values(email_bounced_at=None)
    )
    return True
