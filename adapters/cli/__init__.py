"""The command `coffee-rounds`: words on the command line become calls of the use cases.

Exit codes: 0 done; 1 it could not be done, and the message says what to do;
2 the command or a setting is wrong; 3 done, but some rows were not good.
"""

import typer

from adapters.cli import check, database, demo, members, roster, rounds, serving, teams
from adapters.cli.output import guarded

cli = typer.Typer(
    name="coffee-rounds",
    help="A bot in a hospital's chat that brokers introductions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.command("demo")(demo.demo)
cli.command("serve")(serving.serve)
cli.command("doctor")(check.doctor)
cli.add_typer(roster.cli, name="roster", help="Bring in the hospital's roster.")
cli.add_typer(rounds.cli, name="round", help="Look at rounds, and run one.")
cli.add_typer(members.cli, name="member", help="Look at one member.")
cli.add_typer(database.cli, name="db", help="Look after the database.")
cli.add_typer(teams.cli, name="teams", help="Prepare what Microsoft Teams needs.")


def main() -> None:
    """Run the command; every expected trouble is one plain message and an exit code."""
    guarded(cli)
