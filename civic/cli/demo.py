"""``civic demo``: what ``make demo`` runs. One process from nothing to pages, for a quick start."""

import os

import click

from civic.cli.house import house
from civic.cli.serving import refuse_taken, serve

HERE = "127.0.0.1"


@click.command("demo")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def demo_command(port: int) -> None:
    """Set up a demo community, once, and serve it on this machine. Ctrl-C stops it."""
    refuse_taken(HERE, port)
    address = f"http://localhost:{port}"
    os.environ.update(CIVIC_DEMO="1", BASE_URL=address)
    from civic import seeds

    with house(upgrade=True) as app:
        if not seeds.is_inhabited():
            click.echo("The demo community moves in (once; under a minute) ...")
            seeds.demo(app)
    click.echo(f"\nCivic is at {address}\n\nSign in as one of them; the password is the same for")
    click.echo(f"all of them: {seeds.PASSWORD}\n")
    for role, email in seeds.ACCOUNTS:
        click.echo(f"    {role:<21} {email}")
    click.echo("\nMail that Civic would send is read at /demo/mail. Stop with Ctrl-C;")
    click.echo("the data stays in var/, and the next make demo continues with it.\n")
    serve(HERE, port, workers=2, threads=4, tick=True)
