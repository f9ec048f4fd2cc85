"""``civic recount`` and ``civic rules``: no web framework, no database."""

import difflib
import inspect
import runpy
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from civic.cli import Stop

if TYPE_CHECKING:
    from voting.rules import Parameter


@click.command("rules")
@click.argument("name", required=False)
def rules_command(name: str | None) -> None:
    """List the voting rules, or explain the rule NAME: what it does, promises, and reads."""
    from voting.rules import all_rules

    rules = all_rules()
    if name is None:
        click.echo(_listed())
        return
    if name not in rules:
        near = difflib.get_close_matches(name, rules, n=1)
        hint = f"Did you mean: civic rules {near[0]}" if near else "They are listed by: civic rules"
        raise Stop(f"There is no rule {name!r}. {hint}")
    rule = rules[name]
    click.echo(f"{rule.title}\n\n{rule.summary}\n\nReads ballots of the form: {rule.form}")
    for heading, sentences in (
        ("It promises", rule.promises),
        ("It does not promise", rule.limits),
    ):
        click.echo(f"\n{heading}:")
        for sentence in sentences:
            click.echo(f"  - {sentence}")
    click.echo("\nParameters, as in --set NAME=VALUE:" if rule.parameters else "\nNo parameters.")
    for parameter in rule.parameters:
        click.echo(_explained(parameter))
    source = inspect.getdoc(sys.modules[rule.count.__module__])
    click.echo(f"\n{source}")


def _listed() -> str:
    """By what they are for."""
    from voting.families import FAMILIES, family
    from voting.rules import all_rules

    rules = all_rules().values()
    lines = []
    for name, title in FAMILIES.items():
        own = [rule for rule in rules if family(rule) == name]
        lines += [title, *(f"  {rule.id:24} {rule.title}" for rule in own), ""] if own else []
    return "\n".join([*lines, "What one of them does: civic rules NAME"])


def _explained(parameter: "Parameter") -> str:
    """What it means, what it can be, and where it matters."""
    default = "none" if parameter.default is None else parameter.default
    lines = [f"  {parameter.name} (default {default}): {parameter.label}"]
    lines += [f"      {word}: {meaning}" for word, meaning in parameter.words.items()]
    if parameter.most is not None:
        lines.append(f"      from {parameter.least or 0} to {parameter.most}")
    if parameter.example:
        lines.append(f"      For example: {parameter.example}")
    return "\n".join(lines)


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
