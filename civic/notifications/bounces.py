"""Mail that comes back hours later, as a report (RFC 3464) to the address it was sent from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from hashlib import sha256
from hmac import compare_digest, new

from sqlmodel import Session, col, select

from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.members.models import Member

LARGEST = 1024 * 1024  # bytes
_OURS = re.compile(r"<([0-9a-f]{32})@[^<>\s]{1,255}>")
_FOR_GOOD = re.compile(r"5\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True)
class Report:
    message: str
    """Which of our mails came back: what stands before the @ of its Message-ID."""
    said: str


def mark(secret_key: str, key: str) -> str:
    """The mail's own, and known to nobody whom we do not write to: nobody else can report it."""
    return new(secret_key.encode(), f"mail:{key}".encode(), sha256).hexdigest()[:32]


def read(report: bytes) -> Report | None:
    """None unless it says that one of our mails failed for good, as a holiday note does not."""
    message = message_from_bytes(report[:LARGEST], policy=policy.compat32)
    if message.get_content_type() != "multipart/report":
        return None
    parts = list(message.walk())
    failed = [part for part in _statuses(parts) if _failed(part)]
    ours = [found[1] for text in _references(parts) for found in [_OURS.search(text)] if found]
    if not failed or not ours:
        return None
    said = failed[0].get("Diagnostic-Code") or failed[0].get("Status") or ""
    return Report(ours[0], " ".join(str(said).split())[:400])


def _statuses(parts: Iterable[Message]) -> Iterable[Message]:
    """What is said of each address: the blocks of a delivery-status part."""
    for part in parts:
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            yield from part.get_payload()  # type: ignore[misc]


def _failed(status: Message) -> bool:
    what, code = str(status.get("Action", "")), str(status.get("Status", ""))
    return what.strip().lower() == "failed" and _FOR_GOOD.match(code.strip()) is not None


def _references(parts: Iterable[Message]) -> Iterable[str]:
    """Message-IDs of the mail that comes back, whole or its head alone."""
    for part in parts:
        if part.get_content_type() == "text/rfc822-headers":
            yield str(part.get_payload())
        elif part.get_content_type() == "message/rfc822" and part.is_multipart():
            yield from (str(inner.get("Message-ID", "")) for inner in part.get_payload())  # type: ignore[union-attr]


def take_back(session: Session, *, report: Report, secret_key: str) -> OutboxMail | None:
    """The mail is shown among those that came back, and its address is written to no more. None
    where it is not ours, or was deleted in the meantime."""
    keys = select(OutboxMail.id, OutboxMail.key).where(col(OutboxMail.sent_at).is_not(None))
    newest_first = session.exec(keys.order_by(col(OutboxMail.id).desc()))
    known = (
        id for id, key in newest_first if compare_digest(mark(secret_key, key), report.message)
    )
    found = next(known, None)
    if found is None:
        return None
    mail = session.get_one(OutboxMail, found)
    mail.sent_at, mail.failed_at, mail.error = None, now(), report.said or None
    session.add(mail)
    member = session.get(Member, mail.member_id) if mail.member_id else None
    if member and member.email == mail.address:
        member.email_bounced_at = now()
        session.add(member)
    return mail
