"""``civic backup`` and ``civic restore``.

A backup holds the database and nothing else: the keys of open rounds stay where they are, so
that nobody who finds a backup can tell who voted what.
"""

import os
import shutil
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import click

from civic.cli import Stop
from civic.cli.house import configuration, file_of, house, in_use, progress


@click.command("backup")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def backup_command(target: Path) -> None:
    """Copy the database into TARGET, consistent, while people work.

    Round keys are not in it, on purpose: whoever finds a copy cannot tell who voted what. Keep it
    encrypted, and away from the server. Put it back with civic restore.
    """
    url = configuration().database_url
    if target.exists():
        raise Stop(f"{target} exists already. Give another name.")
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        if place := file_of(url):
            _copy_sqlite(place, partial)
        else:
            _run("pg_dump", "--format=custom", f"--file={partial}", f"--dbname={_plain(url)}")
        with partial.open("rb") as copy:
            os.fsync(copy.fileno())
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)
    click.echo(f"{target}: {target.stat().st_size / 1e6:,.1f} MB. Round keys are not in it.")


def _copy_sqlite(source: Path, target: Path) -> None:
    """Through one read transaction, so that writers neither wait nor make the copy begin again."""
    if not source.exists():
        raise Stop(f"There is no database at {source}. Is CIVIC_DATA right?")
    try:
        with (
            closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as here,
            closing(sqlite3.connect(target)) as there,
            progress("Copying", 100) as bar,
        ):
            here.isolation_level = None
            here.execute("BEGIN")
            here.execute("SELECT count(*) FROM sqlite_master").fetchone()
            here.backup(
                there,
                pages=2_000,
                progress=lambda _status, left, total: bar.update(
                    int(100 * (total - left) / max(total, 1)) - bar.pos
                ),
            )
            there.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    except sqlite3.Error as wrong:
        raise Stop(f"The copy failed, and is not kept: {wrong}. See: civic doctor") from None
    _check_sound(target, "The database is damaged, and the copy is not kept")


@click.command("restore")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask before replacing the present database.")
def restore_command(source: Path, yes: bool) -> None:
    """Replace the database by the backup SOURCE. Stop the server first.

    The present database is kept. Mail that was waiting when the backup was made is held back,
    and the tick rests until you type civic tick --resume: so a copy on another machine, restored
    for practice, mails nobody and closes no vote a second time.
    """
    config = configuration()
    if holder := in_use(config.database_url):
        raise Stop(
            f"The database is in use ({holder}). Stop the server first (systemctl stop civic, or "
            "Ctrl-C where it runs), then type the same command again."
        )
    if not yes:
        click.confirm("This replaces the present database. Go on?", abort=True)
    began = time.monotonic()
    if place := file_of(config.database_url):
        kept = _restore_sqlite(source, place)
    else:
        kept = _restore_postgresql(source, config.database_url, config.data)
    held = _hold_back()
    click.echo(f"Restored within {time.monotonic() - began:.0f} s. {held} waiting mails are held.")
    if kept:
        click.echo(f"The database that was here is kept as {kept}")
    click.echo("\nThe tick rests: nothing is mailed or closed by itself. Look at the site, then:")
    click.echo("    civic tick --resume")
    click.echo("Secret rounds that were open need their round keys; civic doctor tells of missing.")


def _restore_sqlite(source: Path, target: Path) -> Path | None:
    _check_sound(source, f"{source} cannot be restored")
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as copy:
        _refuse_newer(copy.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    fresh = target.with_name(target.name + ".restoring")
    shutil.copyfile(source, fresh)
    fresh.chmod(0o600)
    kept = _beside(target) if target.exists() else None
    if kept:
        target.replace(kept)
        kept.chmod(0o600)
    fresh.replace(target)
    return kept


def _restore_postgresql(source: Path, url: str, data: Path) -> Path:
    _run("pg_restore", "--list", str(source))
    kept = _beside(data / "postgresql")
    _run("pg_dump", "--format=custom", f"--file={kept}", f"--dbname={_plain(url)}")
    kept.chmod(0o600)
    _run("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
         f"--dbname={_plain(url)}", str(source))  # fmt: skip
    return kept


def _beside(place: Path) -> Path:
    return place.with_name(f"{place.name}.before-restore-{time.strftime('%Y%m%d-%H%M%S')}")


def _check_sound(file: Path, otherwise: str) -> None:
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            said = copy.execute("PRAGMA integrity_check").fetchone()[0]
            copy.execute("SELECT version_num FROM alembic_version")
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise Stop(f"{otherwise}: {said}. Take an older backup, and look at the disk.")


def _refuse_newer(version: str) -> None:
    from civic import migrations

    if version not in migrations.revisions():
        raise Stop("The backup was made by a newer Civic. Install that version.")


def _hold_back() -> int:
    from sqlmodel import col, update

    from civic.core import db
    from civic.core.clock import now
    from civic.core.mail import OutboxMail
    from civic.notifications import ticking

    with house(upgrade=True), db.writing() as session:
        ticking.rest(session)
        held = session.exec(
            update(OutboxMail)
            .where(col(OutboxMail.sent_at).is_(None), col(OutboxMail.failed_at).is_(None))
            .values(failed_at=now(), error="held back after a restore")
        )
        return int(held.rowcount)


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


def _run(program: str, *arguments: str) -> None:
    try:
        done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise Stop(f"{program} is missing. On Debian: apt install postgresql-client") from None
    if done.returncode:
        raise Stop(f"{program} says: {done.stderr.strip()[:500]}")
