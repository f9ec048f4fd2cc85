"""``civic member``."""

import click

from civic.cli import Stop
from civic.cli.house import house


@click.group("member")
def member_command() -> None:
    """Add a member or an administrator."""


@member_command.command("add")
@click.argument("name")
@click.option("--email", help="Optional: a member may have no address.")
@click.option("--admin", is_flag=True, help="May do everything that settings offer.")
def add(name: str, email: str | None, admin: bool) -> None:
    """Add NAME, and print a link that lets them in once."""
    from civic.core import db
    from civic.members import console
    from civic.sign_in import tokens
    from civic.sign_in.models import Purpose

    with house() as app:
        try:
            with db.writing() as session:
                member = console.add_member(session, name=name, email=email, admin=admin)
                secret = tokens.make(session, Purpose.WELCOME, member_id=member.id)
        except ValueError as wrong:
            raise Stop(str(wrong)) from None
        click.echo(f"{name} may come in once, within a day, through this link:")
        click.echo(app.config["CIVIC"].base_url + f"/sign-in/link/{secret}")
