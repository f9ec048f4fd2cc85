"""``civic export``: what a community takes along, in files that any program reads."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from civic.cli import Stop
from civic.cli.house import house, progress

OURS_ALONE = {
    "account", "address_change", "attempts", "ballot_begun", "counted_ballot", "data_copy",
    "erasing", "key_debt", "one_time_token", "outbox_mail", "pending_notice", "search_entry",
    "sign_in_session", "tick_lease", "told_lately", "urn_slot",
}  # fmt: skip
"""Secrets, work under way, and what can be made again. Counted ballots go into the votes' files,
as they were published."""
OF_COUNTED_ROUNDS = {"participation", "open_ballot"}
SECRET = ("token", "secret", "password", "hash", "_key")


@click.group("export")
def export_command() -> None:
    """Write the whole community, its members, or a vote, to files."""


@export_command.command("community")
@click.argument("folder", type=click.Path(path_type=Path))
def community(folder: Path) -> None:
    """Everything into the new FOLDER, to keep or to take elsewhere.

    tables/NAME.jsonl has a line for each row, votes/ROUND.json is what a closed vote published
    (civic recount reads it), attachments/ the files, and members.csv the members. Passwords,
    sign-in links, mails, and the ballots of open votes are left out. To move to another
    server, civic backup is the better way.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Stop(f"{folder} is not empty. Name a new folder.")
    for name in ("tables", "votes", "attachments"):
        (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    from civic.core import db
    from civic.members import tables

    with house(), db.reading() as session:
        with (folder / "members.csv").open("w", encoding="utf-8", newline="") as file:
            tables.write(session, file)
        rows = _write_tables(session.connection(), folder)
        votes = _write_votes(session, folder / "votes")
    click.echo(f"{rows:,} rows and {votes:,} votes are in {folder}. It holds names and addresses:")
    click.echo("keep it as you keep the list of members.")


@export_command.command("bundle")
@click.argument("round_id", type=int)
def bundle(round_id: int) -> None:
    """What vote ROUND_ID published, as JSON on standard output. civic recount reads it."""
    from civic.core import db
    from voting import lifecycle, publishing, queries
    from voting.models import Round

    with house():
        round = db.session.get(Round, round_id)
        if round is None or round.state not in lifecycle.COUNTED:
            raise Stop(f"There is no counted vote {round_id}. Its number stands in its address.")
        content = publishing.bundle(round, queries.counted_ballots(db.session, round))
    click.echo(json.dumps(content, ensure_ascii=False, indent=1))


@export_command.command("members")
def members() -> None:
    """All members as CSV on standard output, safe to open in a spreadsheet."""
    from civic.core import db
    from civic.members import tables

    with house():
        tables.write(db.session, sys.stdout)


def _write_tables(connection: Any, folder: Path) -> int:
    from sqlmodel import SQLModel

    tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in OURS_ALONE]
    written = 0
    with progress("Tables", len(tables)) as bar:
        for table in tables:
            place = folder / "tables" / f"{table.name}.jsonl"
            with place.open("w", encoding="utf-8") as file:
                for row in _rows(connection, table, folder / "attachments"):
                    file.write(json.dumps(row, ensure_ascii=False, default=_plain) + "\n")
                    written += 1
            bar.update(1)
    return written


def _rows(connection: Any, table: Any, attachments: Path) -> Iterator[dict[str, Any]]:
    from sqlmodel import col, select

    from civic.cli.moving import rows_of
    from voting import lifecycle
    from voting.models import Round

    states = connection.execute(select(col(Round.id), col(Round.state)))
    counted = {number for number, state in states if state in lifecycle.COUNTED}
    for row in rows_of(connection, table):
        if table.name in OF_COUNTED_ROUNDS and row["round_id"] not in counted:
            continue
        for name, value in list(row.items()):
            if any(mark in name for mark in SECRET):
                del row[name]
            elif isinstance(value, bytes):
                place = attachments / f"{table.name}-{row.get('id', 0)}"
                place.write_bytes(value)
                row[name] = f"{attachments.name}/{place.name}"
        yield row


def _write_votes(session: Any, folder: Path) -> int:
    from sqlmodel import col, select

    from voting import lifecycle, publishing, queries
    from voting.models import Round

    rounds = select(Round).where(col(Round.state).in_(lifecycle.COUNTED)).order_by(col(Round.id))
    found = session.exec(rounds).all()
    with progress("Votes", len(found)) as bar:
        for round in found:
            content = publishing.bundle(round, queries.counted_ballots(session, round))
            text = json.dumps(content, ensure_ascii=False, indent=1)
            (folder / f"{round.id}.json").write_text(text, encoding="utf-8")
            bar.update(1)
    return len(found)


def _plain(value: Any) -> Any:
    """What JSON has no word for: moments and dates; and JSON's own null."""
    return value.isoformat() if isinstance(value, date) else None
