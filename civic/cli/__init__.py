"""The command line: ``civic COMMAND``. A dispatcher that imports a command when it is called,
so that ``civic tally`` needs neither a web framework nor a database."""

import sys
from importlib import import_module

import click

COMMANDS = {
    "demo": ("demo", "Set up a demo community, once, and serve it on this machine."),
    "serve": ("serving", "Serve the web pages, with one tick beside them."),
    "tick": ("serving", "Do what has become due: close rounds, send mail, enter phases."),
    "db": ("database", "Create or upgrade the database."),
    "backup": ("database", "Copy the database into one file, while people work."),
    "restore": ("database", "Put a backup back."),
    "seed": ("transfer", "Fill an empty house with the demo community."),
    "import": ("transfer", "Bring in a deliberation or an election from files."),
    "export": ("transfer", "Write members, or the bundle of a round, to a file."),
    "tally": ("counting", "Count a file of ballots under a rule, without a database."),
    "recount": ("counting", "Count a published bundle again, and compare."),
    "rules": ("counting", "List the voting rules, or explain one."),
    "member": ("members", "Add a member or an administrator."),
    "doctor": ("doctor", "Look at configuration, database, clock, mail and disk."),
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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


class Stop(click.ClickException):
    """A sentence that says what is wrong and what to do about it. Exit code 2: nothing was done."""

    exit_code = 2


@click.command(cls=Dispatcher, context_settings={"help_option_names": ["-h", "--help"]})
def dispatcher() -> None:
    """Civic: where a community decides together and can prove it."""


def main() -> None:
    try:
        dispatcher(prog_name="civic", standalone_mode=True)
    except KeyboardInterrupt:
        sys.exit(130)
