"""``civic doctor``: looks at everything a host is responsible for, and says what to do."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import click
from flask import Flask
from sqlmodel import Session, col, func, select, text

from civic.audit.models import AuditEntry
from civic.cli.doctor_mail import Finding, look_at_mail
from civic.cli.house import house
from civic.config import Config
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.members.models import Member
from civic.notifications import faults, ticking
from voting.models import Disclosure, KeyDebt, Round, State
from voting.urn import keys

LEAST_FREE = 500 * 1024 * 1024


@click.command("doctor")
@click.option("--mail-to", metavar="ADDRESS", help="Send a test message there.")
@click.option("--dkim", "selector", metavar="SELECTOR", help="Ask for this DKIM record, too.")
def doctor_command(mail_to: str | None, selector: str | None) -> None:
    """Look at configuration, database, clock, mail and disk, and say what to do.

    Exit code 0: all is good; 1: something is wrong; 2: the house could not be opened at all.
    """
    from civic.core import db

    with house() as app, db.reading() as session:
        config: Config = app.config["CIVIC"]
        findings = [finding for look in LOOKS for finding in look(app, session, config)]
        findings += look_at_mail(config, mail_to, selector)
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
    here = urlsplit(config.base_url).hostname in ("localhost", "127.0.0.1")
    yield Finding(
        not config.demo or here,
        f"Demo accounts with a password that everybody knows: {'on' if config.demo else 'off'}",
        "Never with real members: take CIVIC_DEMO away and begin with an empty data folder.",
    )
    yield Finding(
        here or config.proxies > 0,
        f"Reverse proxies that are believed: {config.proxies}",
        "Set PROXIES=1: otherwise all readers seem to be one, and limits for one stop all.",
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
    """Deadlines are this machine's clock, so it has to be right, not only the same everywhere."""
    newest = session.exec(
        select(AuditEntry.told_at).order_by(col(AuditEntry.id).desc()).limit(1)
    ).first()
    yield Finding(
        newest is None or newest <= now() + timedelta(minutes=1),
        f"Clock of this machine: {now():%Y-%m-%d %H:%M:%S} UTC",
        "It is behind the newest record of acts: run a time service (chrony, systemd-timesyncd).",
    )
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


def _tick(_app: Flask, session: Session, _config: Config) -> Iterator[Finding]:
    rest, last = ticking.rest_in(session), ticking.last_run(session)
    yield (
        Finding(
            rest is None,
            f"The tick rests since the restore of {rest:%Y-%m-%d %H:%M} UTC" if rest else "No rest",
            "Nothing is mailed or closed by itself. When the site looks right: civic tick --resume",
        )
        if rest
        else Finding(
            last is not None and last > now() - timedelta(minutes=5),
            f"The tick ran last: {f'{last:%Y-%m-%d %H:%M:%S} UTC' if last else 'never'}",
            "Start the server (civic serve), or civic tick --every 15 where it runs without one.",
        )
    )
    for lease in ticking.failing(session):
        since = f"{lease.failing_since:%Y-%m-%d %H:%M} UTC"
        yield Finding(
            False,
            f"What runs by itself as “{lease.name}” fails: {lease.failure}, {lease.failures} "
            f"times in a row since {since}",
            faults.cure(lease.failure),
        )


def _round_keys(_app: Flask, session: Session, config: Config) -> Iterator[Finding]:
    """Of secret rounds that are open or being counted: without its key, a round takes no vote, and
    those it has cannot be read."""
    found = select(Round.id).where(
        col(Round.state).in_((State.OPEN, State.CLOSING)),
        Round.disclosure == Disclosure.SECRET,
    )
    open_rounds = session.exec(found).all()
    lost = [number for number in open_rounds if not keys.is_there(config.key_folder, number)]
    yield Finding(
        not lost,
        f"Round keys of open secret votes: {len(open_rounds) - len(lost)} of {len(open_rounds)}"
        + (f"; lost: vote {', '.join(map(str, lost))}" if lost else ""),
        f"Copy the missing files to {config.key_folder} from the machine that opened the vote; "
        "or cancel the vote with that reason and open it again as a copy.",
    )
    owed = session.exec(select(func.count()).select_from(KeyDebt)).one()
    yield Finding(
        owed == 0,
        f"Keys of closed votes that are still to be destroyed: {owed}",
        "The tick does it. If this stays, look whether its folder can be written.",
    )


def _outbox(_app: Flask, session: Session, config: Config) -> Iterator[Finding]:
    unsent = col(OutboxMail.sent_at).is_(None), col(OutboxMail.failed_at).is_(None)
    late = OutboxMail.created_at < now() - timedelta(minutes=30)
    waiting = session.exec(select(func.count()).select_from(OutboxMail).where(*unsent, late)).one()
    yield Finding(
        waiting == 0 or config.demo,
        f"Mails waiting for more than half an hour: {waiting}",
        "Is the tick running, is MAIL_URL right, and MAIL_PER_HOUR as much as your relay allows?",
    )
    bounced = session.exec(
        select(func.count()).select_from(Member).where(col(Member.email_bounced_at).is_not(None))
    ).one()
    yield Finding(
        bounced == 0,
        f"Members whose address gives mail back: {bounced}",
        "See the list of members: correct the addresses, or print codes for these people.",
    )


LOOKS: tuple[Callable[[Flask, Session, Config], Iterator[Finding]], ...] = (
    _configuration,
    _database,
    _clock,
    _disk,
    _tick,
    _round_keys,
    _outbox,
)
