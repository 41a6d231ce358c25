"""The command `coffee-rounds`: words on the command line become calls of the use cases.

Exit codes: 0 done; 1 it could not be done, and the message says what to do;
2 the command or a setting is wrong; 3 done, but some rows were not good.

A command's module is imported when the command is asked for, so that looking at
one member does not wait for what serves browsers and draws pictures.
"""

import sys
from importlib import import_module

import typer

from adapters.cli.output import guarded

COMMANDS = {
    "demo": "adapters.cli.demo",
    "serve": "adapters.cli.serving",
    "doctor": "adapters.cli.check",
    "as": "adapters.cli.playing",
    "roster": "adapters.cli.roster",
    "round": "adapters.cli.rounds",
    "member": "adapters.cli.members",
    "db": "adapters.cli.database",
    "teams": "adapters.cli.teams",
}
"""Each command, in the order of the help, and the module whose `add_to` adds it."""


def command_line(asked: str) -> typer.Typer:
    """The command line with the command that is asked for; with all of them for anything else."""
    cli = typer.Typer(
        name="coffee-rounds",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    # Typer takes a lone command for the whole program unless the program has words of its own.
    cli.callback(help="A bot in a hospital's chat that brokers introductions.")(_nothing_first)
    for module in [COMMANDS[asked]] if asked in COMMANDS else COMMANDS.values():
        import_module(module).add_to(cli)
    return cli


def _nothing_first() -> None:
    """Nothing is done before a command."""


def main() -> None:
    """Run the command; every expected trouble is one plain message and an exit code."""
    guarded(command_line(next(iter(sys.argv[1:]), "")))
