"""``civic seed`` and ``civic import``."""

from datetime import datetime
from pathlib import Path

import click

from civic.cli import Stop
from civic.cli.house import house, progress

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DAY = click.DateTime(formats=["%Y-%m-%d"])
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
        report = import_deliberation(folder, space=space, progress=progress)
    for line in report.problems:
        click.echo(line, err=True)
    click.echo(report.summary())


@import_command.command("election")
@click.argument("file", type=FILE)
@click.option("--rule", required=True, help="See: civic rules")
@click.option("--space", required=True, help="Title of the space; made if there is none.")
@click.option("--title", help="What the round is called; otherwise as the file says.")
@click.option("--seats", type=click.IntRange(1, 100), help="How many are elected.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="As in civic tally.")
@click.option("--date", type=DAY, help="Last day of the vote, if the file does not say it.")
@click.option("--question", help="Which question of a bundle, such as q2.")
def election(
    file: Path,
    rule: str,
    space: str,
    title: str | None,
    seats: int | None,
    date: datetime | None,
    settings: tuple[str, ...],
    question: str | None,
) -> None:
    """A closed round with the real ballots of FILE, in any format that civic tally reads.

    Run twice with the same file, rule and settings, it adds nothing twice.
    """
    from civic.cli.tallying import settings_of
    from voting.importing import import_election
    from voting.readers import Unreadable

    chosen = settings_of(settings)
    with house():
        try:
            report = import_election(
                file,
                rule=rule,
                space=space,
                title=title,
                seats=seats,
                held_on=date.date() if date else None,
                settings=chosen,
                question=question,
            )
        except (Unreadable, ValueError) as wrong:
            raise Stop(str(wrong)) from None
    click.echo(report)
