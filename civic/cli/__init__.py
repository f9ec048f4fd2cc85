"""The command line: ``civic COMMAND``. A dispatcher that imports a command when it is called,
so that ``civic tally`` needs neither a web framework nor a database."""

import difflib
import errno
import sys
from importlib import import_module

import click

COMMANDS = {
    "demo": ("demo", "Set up a demo community, once, and serve it on this machine."),
    "serve": ("serving", "Serve the web pages, with one tick beside them."),
    "tick": ("serving", "Do what has become due: close rounds, send mail, enter phases."),
    "db": ("database", "Create or upgrade the database, compare it, or copy it to PostgreSQL."),
    "backup": ("copies", "Copy the database into one file, while people work."),
    "restore": ("copies", "Put a backup back."),
    "seed": ("transfer", "Fill an empty house with the demo community."),
    "import": ("transfer", "Bring in a deliberation or an election from files."),
    "export": ("exporting", "Write the whole community, its members, or a vote, to files."),
    "tally": ("tallying", "Count a file of ballots under rules, or write it in another format."),
    "recount": ("counting", "Count a published bundle again, and compare."),
    "rules": ("counting", "List the voting rules, or explain one."),
    "member": ("members", "Add, list, let in or sign out members and administrators."),
    "bounce": ("bounces", "Take note of a mail that came back, handed over by the mail server."),
    "doctor": (
        "doctor",
        "Look at database, clock, mail and disk, and say what to do.",
    ),
}


ROOM = "Make room on the disk (df -h shows where), then type the same command again."
OWNER = "Give the data folder to the account that runs Civic, or name another one in CIVIC_DATA."
ON_DISK = {
    errno.ENOSPC: ROOM,
    errno.EDQUOT: ROOM,
    errno.EACCES: OWNER,
    errno.EPERM: OWNER,
    errno.EROFS: OWNER,
}
IN_DATABASE = {
    "disk is full": ROOM,
    "disk I/O error": f"Is the disk full or failing? {ROOM}",
    "readonly database": OWNER,
    "unable to open database file": OWNER,
    "is locked": "Another program holds it: is a restore, or a copy, under way? Try again.",
    "malformed": "Stop the server, and restore the newest backup: civic restore FILE",
    "not a database": "Stop the server, and restore the newest backup: civic restore FILE",
    "connection failed": "Is PostgreSQL running, and is DATABASE_URL right?",
    "no such table": "Create or upgrade it: civic db upgrade",
}


class Dispatcher(click.Group):
    """Knows the names of the commands, and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"civic.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f"Did you mean: civic {near[0]}" if near else "See: civic --help"
            raise Stop(f"There is no command {args[0]!r}. {hint}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """What the machine refuses is told in a sentence; a bug of our own stays a traceback."""
        try:
            return super().invoke(ctx)
        except Exception as wrong:
            if sentence := refused_by_the_machine(wrong):
                raise Stop(sentence) from None
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


class Stop(click.ClickException):
    """A sentence that says what is wrong and what to do about it. Exit code 2: nothing was done."""

    exit_code = 2


def refused_by_the_machine(wrong: BaseException) -> str | None:
    """Disk, file and database faults, with their cure. Knows the database's by name only: nothing
    is imported for it."""
    if isinstance(wrong, OSError) and wrong.errno not in (None, errno.EPIPE):
        cure = ON_DISK.get(wrong.errno or 0, "Then type the same command again.")
        where = f" ({wrong.filename})" if wrong.filename else ""
        return f"{wrong.strerror}{where}. {cure}"
    if type(wrong).__module__ == "sqlalchemy.exc" and hasattr(wrong, "orig"):
        said = str(wrong.orig).strip().partition("\n")[0]
        known = next((cure for mark, cure in IN_DATABASE.items() if mark in said), "")
        if known or type(wrong).__name__ == "OperationalError":
            return f"The database does not answer: {said}. {known or 'See: civic doctor'}"
    return None


@click.command(cls=Dispatcher, context_settings={"help_option_names": ["-h", "--help"]})
def dispatcher() -> None:
    """Civic: where a community decides together and can prove it."""


def main() -> None:
    try:
        dispatcher(prog_name="civic", standalone_mode=True)
    except KeyboardInterrupt:
        sys.exit(130)
