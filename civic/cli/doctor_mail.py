"""``civic doctor`` on mail: the sender's domain, the relay, a test message."""

import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from urllib.parse import urlsplit

from civic.config import Config


@dataclass(frozen=True)
class Finding:
    good: bool
    what: str
    cure: str = ""


def look_at_mail(config: Config, mail_to: str | None, selector: str | None) -> list[Finding]:
    if not config.mail_url:
        return [
            Finding(
                config.demo,
                "Mail: none is sent" + (" (demo: read it at /demo/mail)" if config.demo else ""),
                "Set MAIL_URL=smtp://user:password@mail.example.org:587. Port 25 is often blocked.",
            )
        ]
    domain = parseaddr(config.mail_from)[1].rpartition("@")[2]
    return [*_sender_domain(domain, selector), *_relay(config, mail_to)]


def _relay(config: Config, mail_to: str | None) -> Iterator[Finding]:
    from civic.notifications.sending import connect

    host = urlsplit(config.mail_url).hostname
    try:
        with connect(config.mail_url) as server:
            if mail_to:
                server.send_message(_test_message(config, mail_to))
    except (OSError, smtplib.SMTPException, ssl.SSLError) as error:
        yield Finding(
            False,
            f"Mail server {host}: {error}",
            "Check name, port (587 or 465), user and password; ask the provider for its relay.",
        )
        return
    sent = f", test message handed over for {mail_to}" if mail_to else ""
    yield Finding(True, f"Mail server {host} answers{sent}")


def _test_message(config: Config, mail_to: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = config.mail_from, mail_to
    message["Subject"] = "Civic: test message"
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=urlsplit(config.base_url).hostname)
    message.set_content(f"Mail from {config.base_url} arrives.\n")
    return message


def _sender_domain(domain: str, selector: str | None) -> Iterator[Finding]:
    """SPF and DMARC of the domain that mails come from; DKIM where its selector is known."""
    asked = [
        ("SPF", domain, "v=spf1", "that names your mail relay (v=spf1 include:… -all)"),
        ("DMARC", f"_dmarc.{domain}", "v=DMARC1", "such as v=DMARC1; p=quarantine"),
    ]
    if selector:
        where = f"{selector}._domainkey.{domain}"
        asked.append(("DKIM", where, "p=", "with the key that your relay shows"))
    for name, where, mark, what in asked:
        records = _txt(where)
        if records is None:
            yield Finding(False, f"{name} of {domain}: no answer", "Is there a name server here?")
            continue
        found = any(mark in record for record in records)
        cure = f"Add a TXT record to {where} {what}. Without it, mail is taken for spam."
        yield Finding(found, f"{name} of {domain}: {'found' if found else 'missing'}", cure)
    if not selector:
        yield Finding(
            True, f"DKIM of {domain}: not asked; switch it on at your relay, then --dkim SELECTOR"
        )


def _txt(name: str) -> list[str] | None:
    """None where nobody answered."""
    import dns.exception
    import dns.resolver

    try:
        answers = dns.resolver.resolve(name, "TXT", lifetime=5)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException:
        return None
    return [b"".join(answer.strings).decode("utf-8", "replace") for answer in answers]
