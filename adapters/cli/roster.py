"""`coffee-rounds roster`: show what a CSV would change, and do it when told to."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.output import Exit, Json, as_json, facts, opened, say, table
from adapters.house import BROWSER
from adapters.roster_file import open_rows
from bot.app import rostering
from bot.roster import header_rules
from bot.roster.show import as_values, change_rows, fault_rows, summary

cli = typer.Typer(no_args_is_help=True)


def add_to(root: typer.Typer) -> None:
    """Add `coffee-rounds roster`."""
    root.add_typer(cli, name="roster", help="Bring in the hospital's roster.")


CHANGES_SHOWN = 20
FAULTS_SHOWN = 50


@cli.callback()
def roster() -> None:
    """Bring in the hospital's roster."""


@cli.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A CSV file from HR, plain or gzip.")],
    apply: Annotated[bool, typer.Option("--apply", help="Do it; without this, only show.")] = False,
    whole: Annotated[
        bool, typer.Option("--whole", help="The file names everyone: who is not in it has left.")
    ] = False,
    renamed: Annotated[
        list[str] | None, typer.Option("--map", help='Name a column: --map "Dept=department".')
    ] = None,
    ignored: Annotated[
        list[str] | None, typer.Option("--ignore", help="A column to leave.")
    ] = None,
    timezone: Annotated[str, typer.Option("--timezone", help="For rows that give none.")] = "",
    encoding: Annotated[str, typer.Option("--encoding", help="If the file is not UTF-8.")] = "",
    json: Json = False,
) -> None:
    """Show what a roster would change; with --apply, do it. Bad rows are listed, good ones kept."""
    rules = header_rules(renamed or (), ignored or (), timezone)
    with opened() as wired:
        rows = open_rows(file, rules, encoding)
        worked_out = rostering.work_out(
            wired.app.means, rows, BROWSER, whole=whole, default_timezone=rules.default_timezone
        )
        if apply:
            rostering.keep(wired.app.means, worked_out, reached=not wired.settings.in_chat)
    if json:
        as_json({"applied": apply, **as_values(worked_out.plan)})
    else:
        _show(worked_out, applied=apply)
    if worked_out.plan.rows_lost:
        raise typer.Exit(int(Exit.FAULTS))


def _show(worked_out: rostering.Import, *, applied: bool) -> None:
    plan = worked_out.plan
    changes = list(change_rows((*plan.changed, *plan.gone)))
    if changes:
        rows = [(c.name, c.field, c.before, c.after) for c in changes[:CHANGES_SHOWN]]
        title = f"Changes ({len(rows)} of {len(changes)})"
        table(title, ("member", "what", "from", "to"), rows)
    for heading, faults in (("Not good", plan.faults), ("To know", plan.warnings)):
        grouped = fault_rows(faults)
        for each in grouped[:FAULTS_SHOWN]:
            more = f" ({each.times} times)" if each.times > 1 else ""
            say(f"{heading}: {each.fault}{more}")
        if len(grouped) > FAULTS_SHOWN:
            say(f"{heading}: and {len(grouped) - FAULTS_SHOWN} more; --json lists all")
    counts = [*summary(plan), ("known from a chat already", len(worked_out.recognised))]
    facts("Roster", [(label, f"{n:,}") for label, n in counts if n])
    if worked_out.empty:
        say("Nothing to change.")
    elif applied:
        say("Done.")
    else:
        say("This was a dry run. To do it, add --apply.")
