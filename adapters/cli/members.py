"""`coffee-rounds member`: what is known of one member, for the member's own questions.

Shows what the roster and the member said. It shows no answer to any proposal:
nobody learns who said no, administrators neither.
"""

from typing import Annotated

import typer

from adapters.cli.output import CannotDo, Json, as_json, facts, opened, say
from bot.model import Member, Membership, Side
from bot.words import Voice

cli = typer.Typer(no_args_is_help=True)


def add_to(root: typer.Typer) -> None:
    """Add `coffee-rounds member`."""
    root.add_typer(cli, name="member", help="Look at one member.")


@cli.command("show")
def show(
    member: Annotated[str, typer.Argument(help="A member's id, or part of a name.")],
    json: Json = False,
) -> None:
    """Show one member: roster, choices, and programmes."""
    with opened() as wired:
        with wired.store.reading() as reading:
            found = reading.member(member)
            near = () if found else reading.search_members(member, 11)
            if found is None and len(near) == 1:
                found = near[0]
            memberships = reading.memberships(found.id) if found else ()
        voice = wired.app.means.voice
    if found is None:
        raise CannotDo(_nobody(member, near))
    if json:
        as_json(_as_json(found, memberships))
    else:
        _table(voice, found, memberships)


def _nobody(words: str, near: tuple[Member, ...]) -> str:
    if not near:
        return f"No member has the id or name {words!r}. Ids are those of the roster."
    some = ", ".join(f"{each.name} ({each.id})" for each in near[:10])
    return f"Several members match {words!r}: {some}. Give an id."


def _as_json(member: Member, memberships: tuple[Membership, ...]) -> dict[str, object]:
    return {
        "id": member.id,
        "name": member.name,
        "standing": member.standing.value,
        "department": member.department,
        "profession": member.profession,
        "site": member.site,
        "shift": member.shift.value,
        "timezone": member.timezone,
        "choices": [
            {"interest": c.interest, "side": c.side.value, "shown": c.shown} for c in member.choices
        ],
        "unsettled": list(member.unsettled),
        "programmes": [
            {"id": m.programme, "taking": m.taking.value, "every_weeks": m.every_weeks}
            for m in memberships
        ],
    }


def _table(voice: Voice, member: Member, memberships: tuple[Membership, ...]) -> None:
    rows = [
        ("id", member.id),
        ("standing", member.standing.value),
        ("work", voice.work(member)),
        ("shift", f"{member.shift.value}, {member.timezone}"),
        ("interests", voice.chosen(member, Side.SHARES) or "none yet"),
        ("ask me about", voice.chosen(member, Side.OFFERS) or "none yet"),
        ("curious about", voice.chosen(member, Side.CURIOUS) or "none yet"),
    ]
    if member.unsettled:
        rows.append(("to be asked", ", ".join(member.unsettled)))
    rows += [("in", f"{m.programme}: {m.taking.value}") for m in memberships]
    facts(member.name, rows)
    if not memberships:
        say("Has not joined any programme.")
