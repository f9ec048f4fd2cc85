"""``civic doctor``: looks at everything a host is responsible for, and says what to do."""

import os
import shutil
import smtplib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import click
from flask import Flask
from sqlmodel import Session, col, func, select, text

from civic.cli.house import house
from civic.config import Config

LEAST_FREE = 500 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    good: bool
    what: str
    cure: str = ""


@click.command("doctor")
@click.option("--mail-to", metavar="ADDRESS", help="Send a test message there.")
def doctor_command(mail_to: str | None) -> None:
    """Look at configuration, database, clock, mail and disk. Exit code 1 if anything is wrong."""
    from civic.core import db

    with house() as app, db.reading() as session:
        config: Config = app.config["CIVIC"]
        findings = [finding for look in LOOKS for finding in look(app, session, config)]
        findings += [*_mail(config, mail_to)]
    for finding in findings:
        click.secho("good  " if finding.good else "WRONG ", nl=False, bold=not finding.good)
        click.echo(finding.what)
        if not finding.good:
            click.echo(f"      {finding.cure}")
    if not all(finding.good for finding in findings):
        raise SystemExit(1)


def _configuration(_app: Flask, _session: Session, config: Config) -> Iterator[Finding]:
    yield Finding(
        config.secure or urlsplit(config.base_url).hostname in ("localhost", "127.0.0.1"),
        f"Public address: {config.base_url}",
        "Set BASE_URL to an https:// address, and put a reverse proxy with TLS in front.",
    )
    open_to_others = config.data.stat().st_mode & 0o077
    yield Finding(
        not open_to_others,
        f"Data folder readable by its owner only: {not open_to_others}",
        f"chmod 700 {config.data}",
    )


def _database(_app: Flask, session: Session, config: Config) -> Iterator[Finding]:
    if config.database_url.startswith("sqlite"):
        wanted: dict[str, object] = {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "secure_delete": 1,
        }
        for name, value in wanted.items():
            found = session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()
            yield Finding(found == value, f"SQLite {name} = {found}", f"It should be {value}.")
        sound = session.connection().exec_driver_sql("PRAGMA quick_check(1)").scalar()
        yield Finding(sound == "ok", f"SQLite file: {sound}", "Restore the newest backup.")
        return
    for name, value in {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "track_commit_timestamp": "off",
        "log_statement": "none",
    }.items():
        found = session.connection().execute(text("SELECT current_setting(:n)"), {"n": name})
        setting = found.scalar()
        yield Finding(
            setting == value,
            f"PostgreSQL {name} = {setting}",
            f"Set it to {value}: otherwise votes can be lost, or their order be known.",
        )


def _clock(_app: Flask, session: Session, config: Config) -> Iterator[Finding]:
    if config.database_url.startswith("sqlite"):
        return
    there = session.connection().execute(text("SELECT clock_timestamp()")).scalar()
    assert isinstance(there, datetime)
    drift = abs(datetime.now(UTC) - there)
    yield Finding(
        drift < timedelta(seconds=2),
        f"Clock of this machine and of the database differ by {drift.total_seconds():.1f} s",
        "Run a time service (chrony or systemd-timesyncd) on both.",
    )


def _disk(_app: Flask, _session: Session, config: Config) -> Iterator[Finding]:
    free = shutil.disk_usage(config.data).free
    yield Finding(
        free > LEAST_FREE,
        f"Free disk: {free / 1e9:,.1f} GB",
        "Make room: under 0.5 GB votes may be refused.",
    )
    yield Finding(
        os.access(config.data, os.W_OK),
        f"{config.data} can be written",
        "Give the folder to the account that runs Civic.",
    )


def _outbox(_app: Flask, session: Session, _config: Config) -> Iterator[Finding]:
    from civic.core.clock import now
    from civic.core.mail import OutboxMail

    waiting = session.exec(
        select(func.count())
        .select_from(OutboxMail)
        .where(
            col(OutboxMail.sent_at).is_(None),
            col(OutboxMail.failed_at).is_(None),
            OutboxMail.created_at < now() - timedelta(minutes=30),
        )
    ).one()
    yield Finding(
        waiting == 0,
        f"Mails waiting for more than half an hour: {waiting}",
        "Is the tick running (civic serve, or a timer with civic tick), and MAIL_URL right?",
    )


LOOKS: tuple[Callable[[Flask, Session, Config], Iterator[Finding]], ...] = (
    _configuration,
    _database,
    _clock,
    _disk,
    _outbox,
)


def _mail(config: Config, mail_to: str | None) -> Iterator[Finding]:
    if not config.mail_url:
        yield Finding(
            config.demo,
            "Mail: none is sent" + (" (demo: read it at /demo/mail)" if config.demo else ""),
            "Set MAIL_URL=smtp://user:password@mail.example.org:587. Port 25 is often blocked.",
        )
        return
    yield from _sender_domain(config.mail_from.rpartition("@")[2].rstrip(">"))
    parts = urlsplit(config.mail_url)
    try:
        with _connect(config.mail_url) as server:
            if mail_to:
                server.send_message(_test_message(config, mail_to))
    except (OSError, smtplib.SMTPException, ssl.SSLError) as error:
        yield Finding(
            False,
            f"Mail server {parts.hostname}: {error}",
            "Check name, port (587 or 465), user and password; ask the provider for its relay.",
        )
        return
    sent = f", test message handed over for {mail_to}" if mail_to else ""
    yield Finding(True, f"Mail server {parts.hostname} answers{sent}")


def _connect(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    host, tls = parts.hostname or "", ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=20, context=tls)
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=20)
        if parts.scheme == "smtp":
            server.starttls(context=tls)
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def _test_message(config: Config, mail_to: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = config.mail_from, mail_to
    message["Subject"] = "Civic: test message"
    message.set_content(f"Mail from {config.base_url} arrives.\n")
    return message


def _sender_domain(domain: str) -> Iterator[Finding]:
    """SPF, and DMARC, of the domain that mails come from; DKIM cannot be asked without knowing
    the relay's selector, so it is only named."""
    for name, where, mark, cure in (
        ("SPF", domain, "v=spf1", f"Add a TXT record to {domain} that names your mail relay."),
        ("DMARC", f"_dmarc.{domain}", "v=DMARC1", f"Add a TXT record to _dmarc.{domain}."),
    ):
        found = any(record.startswith(mark) for record in _txt(where))
        yield Finding(found, f"{name} of {domain}: {'found' if found else 'missing'}", cure)
    yield Finding(True, f"DKIM of {domain}: switch it on at your relay; it names the record to add")


def _txt(name: str) -> list[str]:
    import dns.exception
    import dns.resolver

    try:
        answers = dns.resolver.resolve(name, "TXT", lifetime=5)
    except dns.exception.DNSException:
        return []
    return [b"".join(answer.strings).decode("utf-8", "replace") for answer in answers]
