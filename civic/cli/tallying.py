"""``civic tally``: a file of ballots under a rule, or all rules; or the same in another format.
No web framework, no database."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from civic.cli import Stop

if TYPE_CHECKING:
    from voting.readers import Election
    from voting.rules import Outcome, Reason

MOST_REFUSED = 20
"""At most this many refused lines are printed; ``--json`` has them all."""


@click.command("tally")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rule", help="See: civic rules. A bundle of ours names its own.")
@click.option("--compare", is_flag=True, help="Under every rule that can read the file.")
@click.option("--seats", type=click.IntRange(1, 1_000))
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A parameter.")
@click.option("--question", help="Which question of a bundle, such as q2.")
@click.option(
    "--write",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the ballots to a new file: .blt, .soi (PrefLib), .cat, .pb, .csv, .json.",
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def tally_command(
    file: Path,
    rule: str | None,
    compare: bool,
    seats: int | None,
    settings: tuple[str, ...],
    question: str | None,
    write: Path | None,
    as_json: bool,
) -> None:
    """Count the ballots in FILE under a rule.

    Reads .blt, PrefLib (.soi .soc .toi .toc .cat), Pabulib .pb, Debian's tally sheets, CSV of
    RCTab, star.vote and CIVS, ABIF, .abc.yaml, and our own CSV, JSON and bundles. A file of
    mandates is followed first (--set cap=3, transitive=no); the rule ``delegation`` shows that.
    Settings for reading rankings: --set withdrawn='["Ann"]', overvote=skip, max_skipped_ranks=1,
    tie_order='["Bo", "Ann"]' (strongest first).

    Leaves with 0 when all ballots were taken, 3 when some were refused, 2 when nothing was done.
    """
    from voting.readers import Unreadable, read

    chosen = settings_of(settings)
    try:
        election = read(file, question)
        if write is not None:
            _write(election, write, chosen, seats)
        if compare:
            _compare(election, chosen, seats, as_json=as_json)
        elif rule or election.rule:
            _count(election, rule or election.rule, chosen, seats, as_json=as_json)
        elif write is None:
            raise Stop("Say which rule: --rule NAME (civic rules lists them), or --compare.")
    except (Unreadable, ValueError) as error:
        raise Stop(str(error)) from None
    if len(election.refused):
        raise click.exceptions.Exit(3)


def _count(
    election: "Election", rule: str, chosen: dict[str, str], seats: int | None, *, as_json: bool
) -> None:
    from voting.readers.run import as_data, count_election

    outcome = count_election(election, rule, seats=seats, settings=chosen)
    if as_json:
        click.echo(json.dumps(as_data(outcome) | _taken(election), ensure_ascii=False))
        return
    click.echo(f"Chosen: {_places(outcome) or 'none'}")
    if outcome.tied:
        click.echo(f"Level for what is left: {', '.join(outcome.tied)}")
    if outcome.runoff:
        click.echo(f"A second round is needed between: {', '.join(outcome.runoff)}")
    for reason in outcome.reasons:
        click.echo(f"  {_sentence(rule, reason)}")
    _say_refused(election)


def _compare(
    election: "Election", chosen: dict[str, str], seats: int | None, *, as_json: bool
) -> None:
    """One line per rule, with its default settings, and ``seats`` where a rule has seats."""
    from voting.readers.run import as_data, compared

    found = compared(election, seats=seats, settings=chosen)
    if as_json:
        rules = {
            name: {"error": made} if isinstance(made, str) else as_data(made)
            for name, made in found.items()
        }
        click.echo(json.dumps({"rules": rules} | _taken(election), ensure_ascii=False))
        return
    if not found:
        raise Stop("No rule can read this file.")
    for name, made in found.items():
        if isinstance(made, str):
            click.echo(f"{name:26} cannot count it: {made}")
        else:
            level = f"   level: {', '.join(made.tied)}" if made.tied else ""
            runoff = f"   second round: {', '.join(made.runoff)}" if made.runoff else ""
            click.echo(f"{name:26} {_places(made) or 'none'}{level}{runoff}")
    _say_refused(election)


def _write(election: "Election", path: Path, chosen: dict[str, str], seats: int | None) -> None:
    """Ranks left empty and overvotes are written as they are counted. Raises ValueError."""
    from voting import writers
    from voting.readers.run import as_read

    if path.exists():
        raise Stop(f"{path} is there already. Name another file, or remove it first.")
    election = as_read(election, dict(chosen))
    if seats is not None:
        election.parameters = election.parameters | {"seats": seats}
    text = writers.write(election, path.suffix.lower())
    path.write_text(text, "utf-8")
    click.echo(f"{path}: {len(election.ballots):,} ballots.", err=True)
    if len(election.refused) and path.exists():
        click.echo(f"{len(election.refused):,} refused ones are not in it.", err=True)


def _places(outcome: "Outcome") -> str:
    seats = outcome.seats or {}
    return ", ".join(f"{one} ({seats[one]})" if one in seats else one for one in outcome.elected)


def _taken(election: "Election") -> dict[str, Any]:
    return {"counted": len(election.ballots), "refused": list(election.refused)}


def _say_refused(election: "Election") -> None:
    """Always: how many ballots were counted and how many were not, and why."""
    if election.sums:
        return
    click.echo(f"Ballots counted: {len(election.ballots):,}; refused: {len(election.refused):,}")
    for line in election.refused[:MOST_REFUSED]:
        click.echo(f"  refused, {line}")
    if len(election.refused) > MOST_REFUSED:
        click.echo(f"  and {len(election.refused) - MOST_REFUSED:,} more (--json lists them all)")


def _sentence(rule: str, reason: "Reason") -> str:
    """A reason in words; as it is, where a rule gives none."""
    from voting.rules import Sentence, all_rules

    name, numbers = reason
    found = all_rules()[rule].sentences.get(name) if rule in all_rules() else None
    if found is None:
        return f"{name}: {dict(numbers)}"
    if isinstance(found, Sentence):
        found = found.one if numbers.get("count") == 1 else found.many
    return found % {key: _word(value) for key, value in numbers.items()}


def _word(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return f"{value:,}" if isinstance(value, int) else str(value)


def settings_of(pairs: tuple[str, ...]) -> dict[str, str]:
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise Stop(f"--set takes NAME=VALUE, not {wrong[0]!r}.")
    return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}
