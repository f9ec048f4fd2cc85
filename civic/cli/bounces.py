"""``civic bounce``: mail that came back, as the mail server hands it over."""

import sys

import click

from civic.cli.house import house


@click.command("bounce")
def bounce_command() -> None:
    """Read one mail that came back (a delivery report) from the standard input.

    The mail server hands reports over by a pipe; the deployment page shows how. What is no report
    about a mail of this house is left alone, and is no error: nothing is sent back for it.
    """
    from civic.core import db
    from civic.notifications import bounces

    report = bounces.read(sys.stdin.buffer.read(bounces.LARGEST))
    if report is None:
        click.echo("Not a report that one of our mails failed for good: ignored.")
        return
    with house() as app, db.writing() as session:
        key = app.config["CIVIC"].secret_key
        mail = bounces.take_back(session, report=report, secret_key=key)
        click.echo(
            f"Taken back: the mail to {mail.address}. Administrators see it, and why."
            if mail
            else "No mail of this house is known by that name: left alone."
        )
