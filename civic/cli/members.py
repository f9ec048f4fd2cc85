"""``civic member``."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from civic.cli import Stop
from civic.cli.house import house

if TYPE_CHECKING:
    from sqlmodel import Session

    from civic.members.models import Member


@click.group("member")
def member_command() -> None:
    """Add, list, let in or sign out members and administrators.

    WHO is a member's number, address or whole name.
    """


@member_command.command("add")
@click.argument("name")
@click.option("--email", help="Optional: a member may have no address.")
@click.option("--admin", is_flag=True, help="May do everything that settings offer.")
def add(name: str, email: str | None, admin: bool) -> None:
    """Add NAME, and print a link that lets them in once."""
    from civic.members import console

    with _deed() as session:
        member = console.add_member(session, name=name, email=email, admin=admin)
        link = _welcome(session, member)
    click.echo(link)


@member_command.command("list")
@click.argument("beginning", default="")
@click.option("--left", is_flag=True, help="Those who have left.")
def list_members(beginning: str, left: bool) -> None:
    """Number, role, address and name; of those whose name or address begins so."""
    from civic.core import db
    from civic.members import queries
    from civic.members.models import MemberState

    state, after, found = MemberState.LEFT if left else MemberState.ACTIVE, "", 0
    filters = queries.Filters(words=beginning, state=state)
    with house(), db.reading() as session:
        while True:
            page = queries.members(session, filters, after=after)
            for member in page.rows:
                found += 1
                address = member.email or "-"
                click.echo(f"{member.id:>6}  {member.role:<14} {address:<32} {member.name}")
            if page.next is None:
                break
            after = page.next
    if not found:
        click.echo("Nobody.", err=True)


@member_command.command("link")
@click.argument("who")
def link(who: str) -> None:
    """Print a link that lets WHO in once: for an administrator without mail or password."""
    from civic.members import console
    from civic.members.models import MemberState

    with _deed() as session:
        member = console.one_member(session, who)
        if member.state != MemberState.ACTIVE:
            raise ValueError(f"{member.name} has left. To take them back: civic member return")
        printed = _welcome(session, member)
    click.echo(printed)


@member_command.command("admin")
@click.argument("who")
@click.option("--no-longer", is_flag=True, help="Take the role away.")
def admin(who: str, no_longer: bool) -> None:
    """Make WHO an administrator. The record of acts says so, without a name."""
    from civic.members import console
    from civic.members.models import CommunityRole

    role = CommunityRole.MEMBER if no_longer else CommunityRole.ADMINISTRATOR
    with _deed() as session:
        member = console.one_member(session, who)
        console.change(session, member=member, role=role)
    click.echo(f"{member.name} is now {role}.")


@member_command.command("deactivate")
@click.argument("who")
def deactivate(who: str) -> None:
    """WHO has left: signed out everywhere, and no link or code lets them in.

    What they wrote stays, and votes that are open keep their roll.
    """
    from civic.members import console
    from civic.members.models import MemberState
    from civic.sign_in import actions, tokens
    from civic.sign_in.models import Purpose

    with _deed() as session:
        member = console.one_member(session, who)
        console.change(session, member=member, state=MemberState.LEFT)
        actions.end_sessions(session, member_id=member.id)
        tokens.void(session, member_id=member.id, purposes=tuple(Purpose))
    click.echo(f"{member.name} has left. To take them back: civic member return {member.id}")


@member_command.command("return")
@click.argument("who")
def take_back(who: str) -> None:
    """WHO is a member again."""
    from civic.members import console
    from civic.members.models import MemberState

    with _deed() as session:
        member = console.one_member(session, who)
        console.change(session, member=member, state=MemberState.ACTIVE)
    click.echo(f"{member.name} is a member again.")


@contextmanager
def _deed() -> Iterator["Session"]:
    from civic.core import db

    try:
        with house(), db.writing() as session:
            yield session
    except ValueError as wrong:
        raise Stop(str(wrong)) from None


def _welcome(session: "Session", member: "Member") -> str:
    from civic.sign_in import tokens
    from civic.sign_in.models import Purpose

    secret = tokens.make(session, Purpose.WELCOME, member_id=member.id)
    address = session.info["config"].base_url
    return (
        f"{member.name} may come in once, within a day, through this link:\n"
        f"{address}/sign-in/link/{secret}"
    )
