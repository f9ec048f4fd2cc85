"""``civic tally``, ``civic recount``, ``civic rules``: no web framework, no database."""

import json
import runpy
import sys
from pathlib import Path

import click

from civic.cli import Stop


@click.command("rules")
@click.argument("name", required=False)
def rules_command(name: str | None) -> None:
    """List the voting rules, or explain the rule NAME: what it does, promises, and reads."""
    from voting.rules import all_rules

    rules = all_rules()
    if name is None:
        for rule in rules.values():
            click.echo(f"{rule.id:24} {rule.title}")
        return
    if name not in rules:
        raise Stop(f"There is no rule {name!r}. The rules are: {', '.join(rules)}")
    rule = rules[name]
    click.echo(f"{rule.title}\n\n{rule.summary}\n\nReads ballots of the form: {rule.form}")
    for heading, sentences in (("It promises", rule.promises), ("It does not", rule.limits)):
        click.echo(f"\n{heading}:")
        for sentence in sentences:
            click.echo(f"  - {sentence}")
    click.echo("\nParameters:")
    for parameter in rule.parameters:
        click.echo(f"  {parameter.name} (default {parameter.default}): {parameter.label}")


@click.command(
    "recount",
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def recount_command(arguments: tuple[str, ...]) -> None:
    """Count a published bundle again with the stand-alone script, and compare."""
    import voting

    script = Path(voting.__path__[0]) / "recount.py"
    sys.argv = [str(script), *arguments]
    runpy.run_path(str(script), run_name="__main__")


@click.command("tally")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rule", required=True, help="See: civic rules")
@click.option("--seats", type=click.IntRange(1, 1_000))
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A parameter.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def tally_command(
    file: Path, rule: str, seats: int | None, settings: tuple[str, ...], as_json: bool
) -> None:
    """Count the ballots in FILE (Pabulib .pb, or our CSV or JSON) under a rule. A file of mandates
    is followed first (--set cap=3, --set transitive=no); the rule ``delegation`` shows that."""
    from voting.readers import Unreadable
    from voting.readers.run import count_file

    try:
        outcome = count_file(file, rule, seats=seats, settings=_settings(settings))
    except (Unreadable, ValueError) as error:
        raise Stop(str(error)) from None
    if as_json:
        click.echo(json.dumps(outcome, ensure_ascii=False))
        return
    click.echo(f"Elected: {', '.join(outcome['elected']) or 'nobody'}")
    if outcome["tied"]:
        click.echo(f"Level for what is left: {', '.join(outcome['tied'])}")
    for line in outcome["reasons"]:
        click.echo(f"  {line}")


def _settings(pairs: tuple[str, ...]) -> dict[str, str]:
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise Stop(f"--set takes NAME=VALUE, not {wrong[0]!r}.")
    return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}
