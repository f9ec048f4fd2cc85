"""``civic seed``, ``civic import``, ``civic export``."""

from pathlib import Path

import click

from civic.cli import Stop
from civic.cli.house import house

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("seed")
def seed_command() -> None:
    """Fill an empty house with the demo community. Where somebody lives already, do nothing."""
    from civic import seeds

    with house() as app:
        if seeds.is_inhabited():
            click.echo("There are members already: nothing was added.")
            return
        seeds.demo(app)
        click.echo("The demo community has moved in.")


@click.group("import")
def import_command() -> None:
    """Bring in a deliberation or an election from files."""


@import_command.command("deliberation")
@click.argument("folder", type=FOLDER)
@click.option("--space", required=True, help="Title of the space; made if there is none.")
def deliberation(folder: Path, space: str) -> None:
    """Proposals and comments from FOLDER (proposals.jsonl.gz, comments.jsonl.gz).

    Run twice, it adds nothing twice. A bad line is reported with its number, and skipped.
    """
    from proposals.deliberation.importing import import_deliberation

    with house():
        report = import_deliberation(folder, space=space, progress=_progress)
    for line in report.problems:
        click.echo(line, err=True)
    click.echo(report.summary())


@import_command.command("election")
@click.argument("file", type=FILE)
@click.option("--rule", required=True, help="See: civic rules")
@click.option("--space", required=True, help="Title of the space; made if there is none.")
@click.option("--title", help="What the round is called; otherwise as the file says.")
def election(file: Path, rule: str, space: str, title: str | None) -> None:
    """A closed round with the real ballots of FILE (Pabulib .pb, or our CSV or JSON)."""
    from voting.importing import import_election
    from voting.readers import Unreadable

    with house():
        try:
            report = import_election(file, rule=rule, space=space, title=title)
        except (Unreadable, ValueError) as wrong:
            raise Stop(str(wrong)) from None
    click.echo(report)


@click.group("export")
def export_command() -> None:
    """Write members, or the bundle of a round, to a file."""


@export_command.command("bundle")
@click.argument("round_id", type=int)
def bundle(round_id: int) -> None:
    """What round ROUND_ID published, as JSON on standard output."""
    import json

    from civic.core import db
    from voting import lifecycle, publishing, queries
    from voting.models import Round

    with house():
        round = db.session.get(Round, round_id)
        if round is None or round.state not in lifecycle.COUNTED:
            raise Stop(f"There is no counted round {round_id}.")
        content = publishing.bundle(round, queries.counted_ballots(db.session, round_id))
    click.echo(json.dumps(content, ensure_ascii=False, indent=1))


@export_command.command("members")
def members() -> None:
    """All members as CSV on standard output, safe to open in a spreadsheet."""
    from civic.core import db
    from civic.members.tables import as_csv

    with house():
        click.echo(as_csv(db.session), nl=False)


def _progress(label: str, total: int) -> "click._termui_impl.ProgressBar[int]":
    return click.progressbar(length=total, label=label)
