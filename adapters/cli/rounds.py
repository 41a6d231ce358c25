"""`coffee-rounds round`: preview, run and list."""

from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from adapters.cli.output import CannotDo, Json, as_json, facts, opened, progress, say, table
from bot import plain
from bot.app import Plan
from bot.model import Introduction, Member, RoundState
from bot.words import Seen, Voice, proposing
from bot.words.reasons import reasons

cli = typer.Typer(no_args_is_help=True)


def add_to(root: typer.Typer) -> None:
    """Add `coffee-rounds round`."""
    root.add_typer(cli, name="round", help="Look at rounds, and run one.")


PAIRS_SHOWN = 20

ProgrammeId = Annotated[str | None, typer.Option("--programme", help="Which programme.")]
Shown = Annotated[int, typer.Option("--show", min=0, help="How many introductions to show.")]
Certify = Annotated[
    bool,
    typer.Option(
        "--certify", help="Bound the quality over all feasible pairs, not only candidates."
    ),
]


@cli.command("preview")
def preview(
    programme: ProgrammeId = None,
    certify: Certify = False,
    show: Shown = PAIRS_SHOWN,
    json: Json = False,
) -> None:
    """Show what a round today would do, with reasons. Nothing is kept, nobody is told."""
    with opened() as wired:
        chosen = wired.app.programme(programme)
        with progress("Preview", quiet=json) as showing:
            plan = wired.app.preview(chosen, certify=certify, progress=showing)
        voice = wired.app.means.voice
    if json:
        as_json(plan_as_json(voice, plan))
        return
    summary(plan)
    pairs(voice, plan, show)
    left_out(plan, show)


@cli.command("run")
def run(programme: ProgrammeId = None, json: Json = False) -> None:
    """Run a round for today, once. Its messages are delivered by `coffee-rounds serve`."""
    with opened() as wired:
        chosen = wired.app.programme(programme)
        with progress("Round", quiet=json) as showing:
            plan, round_ = wired.app.run(chosen, progress=showing)
    if round_ is None:
        raise CannotDo(
            f"{chosen.name} already has a round for {plan.slot}. See: coffee-rounds round list"
        )
    if json:
        as_json({"round": round_.id, "slot": str(round_.slot), **round_.figures})
        return
    summary(plan, round_.figures["seconds"])


@cli.command("list")
def list_(programme: ProgrammeId = None, json: Json = False) -> None:
    """List the newest rounds."""
    with opened() as wired:
        chosen = wired.app.programme(programme)
        with wired.store.reading() as reading:
            rounds = reading.rounds(chosen.id, 30)
    if json:
        as_json(
            [
                {"id": r.id, "slot": str(r.slot), "wave": r.wave, "state": r.state.value}
                | dict(r.figures)
                for r in rounds
            ]
        )
        return
    if not rounds:
        say("No round has run yet. Try: coffee-rounds round preview")
        return
    rows = [
        (
            r.slot,
            r.wave,
            "skipped" if r.state is RoundState.SKIPPED else ("closed" if r.closed else "open"),
            f"{r.figures.get('due', 0):.0f}",
            f"{r.figures.get('matched', 0):.0f}",
            f"{r.figures.get('quality', 0):.1%}",
        )
        for r in rounds
    ]
    table(chosen.name, ("date", "wave", "state", "due", "matched", "of the bound"), rows)


def summary(plan: Plan, seconds: float | None = None) -> None:
    """The round in a few lines: who, how many, how good."""
    figures = plan.figures()
    bound = "all feasible pairs" if plan.matching.quality.certified else "the candidate pairs"
    introductions = _count(figures["introductions"], "introduction")
    rows = [
        ("members", f"{figures['members']:.0f}"),
        ("due this time", f"{figures['due']:.0f}"),
        (
            "matched",
            f"{figures['matched']:.0f} in {introductions}",
        ),
        ("left out", _whys(plan)),
        ("quality", f"{figures['quality']:.2%} of the best possible over {bound}"),
    ]
    if seconds is not None:
        rows.append(("time taken", f"{seconds:.1f} s"))
    facts(f"{plan.programme.name}, {plan.slot}", rows)


def _count(number: float, thing: str) -> str:
    return f"{number:.0f} {thing}" + ("" if number == 1 else "s")


def _whys(plan: Plan) -> str:
    counts = Counter(each.why.value for each in plan.left_out)
    whys = ", ".join(f"{count} {why}" for why, count in counts.most_common())
    return f"{len(plan.left_out)}" + (f" ({whys})" if whys else "")


def pairs(voice: Voice, plan: Plan, show: int) -> None:
    """Introductions with their reasons, best first."""
    people = plan.people
    best = sorted(plan.introductions, key=lambda each: -each.score)[:show]
    rows = [
        (_names(each, people), reason(voice, each, people), f"{each.score:.2f}") for each in best
    ]
    if rows:
        table(
            f"Introductions ({len(rows)} of {len(plan.introductions)})",
            ("who", "why", "weight"),
            rows,
        )


def left_out(plan: Plan, show: int) -> None:
    """Everyone left out, and why."""
    people = plan.people
    rows = [(people[each.member].name, each.why.value) for each in plan.left_out[:show]]
    if rows:
        table(f"Left out ({len(rows)} of {len(plan.left_out)})", ("who", "why"), rows)


def _names(introduction: Introduction, people: Mapping[str, Member]) -> str:
    return ", ".join(people[member].name for member in introduction.members)


def reason(voice: Voice, introduction: Introduction, people: Mapping[str, Member]) -> str:
    """Why, as the first of them will read it."""
    first = introduction.members[0]
    seen = Seen(introduction, first, {m: people[m] for m in introduction.members})
    return " ".join(
        plain.text(sentence, seen.me.timezone)
        for other in seen.others
        for sentence in reasons(voice, seen, other)
    )


def proposal(voice: Voice, introduction: Introduction, people: Mapping[str, Member]) -> str:
    """A whole proposal as text, as the first of them will see it."""
    first = introduction.members[0]
    seen = Seen(introduction, first, {m: people[m] for m in introduction.members})
    drawn = plain.card(proposing.proposal(voice, seen), seen.me.timezone)
    return f"To {seen.me.name} ({voice.work(seen.me)}):\n\n{drawn}"


def plan_as_json(voice: Voice, plan: Plan) -> dict[str, Any]:
    """Everything about a plan, for scripts."""
    return {
        "programme": plan.programme.id,
        "slot": str(plan.slot),
        "seed": plan.seed,
        **plan.figures(),
        "pairs": [
            {
                "members": list(each.members),
                "score": each.score,
                "reason": reason(voice, each, plan.people),
            }
            for each in plan.introductions
        ],
        "left_out_members": [{"member": e.member, "why": e.why.value} for e in plan.left_out],
    }
