"""Empties the outbox: sign-in mail first, a capped number an hour, failures tried again."""

import smtplib
import ssl
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlmodel import Session, col, func, select, update

from civic.config import Config
from civic.core import db
from civic.core.clock import now
from civic.core.mail import SIGN_IN_FIRST, OutboxMail
from civic.members.models import Member
from civic.notifications.bounces import mark

BATCH, MOST_ATTEMPTS = 50, 8
SHUTTING_DOWN = 421
CLAIM = timedelta(minutes=10)
"""How long nobody else takes a mail that is being sent; after a crash it is taken again."""
SERVER_DOWN = timedelta(minutes=2)
GONE = "(This mail had a secret in it, which was wiped when it left.)"


class ServerGone(Exception):
    """The mail server does not answer: nobody's mail is to blame."""


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
        with connect(config.mail_url) as server:
            for mail in due:
                if _claim(mail.id):
                    _send(server, config, mail)
    except (ServerGone, OSError, smtplib.SMTPException) as error:
        _wait([mail.id for mail in due], _said(error))


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
    rest = [mail for mail in mails if mail.priority != SIGN_IN_FIRST]
    return first + rest[: max(room - len(first), 0)]


def _claim(mail_id: int) -> bool:
    """Take the mail for oneself: of two who try, one gets it."""
    with db.writing() as session:
        taken = session.exec(
            update(OutboxMail)
            .where(
                col(OutboxMail.id) == mail_id,
                col(OutboxMail.sent_at).is_(None),
                col(OutboxMail.failed_at).is_(None),
                col(OutboxMail.not_before) <= now(),
            )
            .values(not_before=now() + CLAIM)
        )
        return taken.rowcount == 1


def _send(server: smtplib.SMTP, config: Config, mail: OutboxMail) -> None:
    """Raises ServerGone when the mail is not to blame."""
    try:
        server.send_message(message(config, mail))
    except smtplib.SMTPServerDisconnected as error:
        raise ServerGone(_said(error)) from error
    except smtplib.SMTPSenderRefused as error:  # MAIL_FROM is at fault, for all mails alike
        raise ServerGone(_said(error)) from error
    except smtplib.SMTPRecipientsRefused as error:
        ((code, text),) = error.recipients.values()
        _give_back(mail.id, f"{code} {_words(text)}", final=code >= 500, bounced=code >= 500)
    except smtplib.SMTPResponseException as error:
        if error.smtp_code == SHUTTING_DOWN:
            raise ServerGone(_said(error)) from error
        _give_back(mail.id, _said(error), final=error.smtp_code >= 500)
    except (smtplib.SMTPException, ValueError) as error:  # such as an address it cannot write
        _give_back(mail.id, _said(error), final=True)
    else:
        _sent(mail.id)


def message(config: Config, mail: OutboxMail) -> EmailMessage:
    """Its Message-ID is the mail's own, so that one sent twice after a crash is known as one, and
    one that comes back is known again."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = config.mail_from, mail.address, mail.subject
    made["Date"] = formatdate(mail.created_at.timestamp())
    made["Message-ID"] = f"<{mark(config.secret_key, mail.key)}@{config.host}>"
    made["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe:
        made["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(mail.body)
    return made


def _sent(mail_id: int) -> None:
    with db.writing() as session:
        mail = session.get_one(OutboxMail, mail_id)
        mail.attempts, mail.sent_at, mail.error = mail.attempts + 1, now(), None
        mail.body = GONE if mail.has_secret else mail.body
        session.add(mail)


def _give_back(mail_id: int, error: str, *, final: bool, bounced: bool = False) -> None:
    """Later again, after 1, 2, 4… minutes; or given up, and the administration is told why.
    ``bounced``: the address itself was refused, and is written to no more."""
    with db.writing() as session:
        mail = session.get_one(OutboxMail, mail_id)
        mail.attempts, mail.error = mail.attempts + 1, error[:400]
        mail.not_before = now() + timedelta(minutes=2 ** (mail.attempts - 1))
        if final or mail.attempts >= MOST_ATTEMPTS:
            mail.failed_at = now()
            mail.body = GONE if mail.has_secret else mail.body
            member = session.get(Member, mail.member_id) if mail.member_id else None
            if bounced and member and member.email == mail.address:
                member.email_bounced_at = now()
                session.add(member)
        session.add(mail)


def _wait(mail_ids: list[int], error: str) -> None:
    """While the server is down nothing is given up, and nothing is counted as tried."""
    with db.writing() as session:
        session.exec(
            update(OutboxMail)
            .where(
                col(OutboxMail.id).in_(mail_ids),
                col(OutboxMail.sent_at).is_(None),
                col(OutboxMail.failed_at).is_(None),
            )
            .values(not_before=now() + SERVER_DOWN, error=error[:400])
        )


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_words(error.smtp_error)}"
    return str(error) or type(error).__name__


def _words(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text
