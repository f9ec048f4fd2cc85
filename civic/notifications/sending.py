"""The outbox empties itself: sign-in mail first, so many an hour, again after a failure."""

import smtplib
import ssl
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlmodel import Session, col, func, select

from civic.config import Config
from civic.core import db
from civic.core.clock import now
from civic.core.mail import SIGN_IN_FIRST, OutboxMail
from civic.members.models import Member

BATCH, MOST_ATTEMPTS = 50, 8
GONE = "(This mail had a secret in it, which was wiped when it left.)"


def run() -> None:
    """Send what is due. In the demo nothing leaves: mail is read on a page."""
    config: Config = current_app.config["CIVIC"]
    if config.demo or not config.mail_url:
        return
    with db.reading() as session:
        due = _due(session, room=_room(session, config))
    if not due:
        return
    try:
        server = connect(config.mail_url)
    except (OSError, smtplib.SMTPException) as error:
        for mail in due:
            _note(mail.id, error=str(error), final=False)
        return
    with server:
        for mail in due:
            _send(server, config, mail)


def connect(url: str) -> smtplib.SMTP:
    """``smtp://`` with STARTTLS, ``smtps://``, or ``smtp+plain://`` on the same machine."""
    parts = urlsplit(url)
    host, tls = parts.hostname or "", ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=20, context=tls)
    else:
        usual = 587 if parts.scheme == "smtp" else 25
        server = smtplib.SMTP(host, parts.port or usual, timeout=20)
        if parts.scheme == "smtp":
            server.starttls(context=tls)
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def _room(session: Session, config: Config) -> int:
    """How many may still leave within this hour."""
    sent = select(func.count()).select_from(OutboxMail)
    lately = session.exec(sent.where(col(OutboxMail.sent_at) > now() - timedelta(hours=1))).one()
    return max(config.mail_per_hour - lately, 0)


def _due(session: Session, *, room: int) -> list[OutboxMail]:
    found = (
        select(OutboxMail)
        .where(
            col(OutboxMail.sent_at).is_(None),
            col(OutboxMail.failed_at).is_(None),
            OutboxMail.not_before <= now(),
        )
        .order_by(col(OutboxMail.priority), col(OutboxMail.id))
        .limit(BATCH)
    )
    mails = list(session.exec(found))
    first = [mail for mail in mails if mail.priority == SIGN_IN_FIRST]
    return first + [mail for mail in mails if mail.priority != SIGN_IN_FIRST][:room]


def _send(server: smtplib.SMTP, config: Config, mail: OutboxMail) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        config.mail_from,
        mail.address,
        mail.subject,
    )
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=_domain(config))
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.body)
    try:
        server.send_message(message)
    except smtplib.SMTPResponseException as error:
        _note(
            mail.id, error=f"{error.smtp_code} {error.smtp_error!r}", final=error.smtp_code >= 500
        )
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        _note(mail.id, error=str(error)[:300], final=max(codes, default=500) >= 500)
    except (OSError, smtplib.SMTPException) as error:
        _note(mail.id, error=str(error), final=False)
    else:
        _note(mail.id, error=None, final=True)


def _note(mail_id: int, *, error: str | None, final: bool) -> None:
    """Sent, given up, or later again: after 1, 2, 4… minutes."""
    with db.writing() as session:
        mail = session.get_one(OutboxMail, mail_id)
        mail.attempts += 1
        if error is None:
            mail.sent_at = now()
            mail.body = GONE if mail.has_secret else mail.body
        elif final or mail.attempts >= MOST_ATTEMPTS:
            mail.failed_at, mail.error = now(), error[:400]
            member = session.get(Member, mail.member_id) if mail.member_id else None
            if member and member.email == mail.address:
                member.email_bounced_at = now()
                session.add(member)
        else:
            mail.error = error[:400]
            mail.not_before = now() + timedelta(minutes=2 ** (mail.attempts - 1))
        session.add(mail)


def _domain(config: Config) -> str:
    return urlsplit(config.base_url).hostname or "localhost"
