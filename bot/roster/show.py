"""A plan as rows for tables, and as plain values for scripts.

What members are interested in is theirs: changes to it are shown as numbers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.model import Member
from bot.roster.drafts import Change
from bot.roster.faults import Fault
from bot.roster.planning import Plan

_COUNTED = {"choices": "interests", "unsettled": "words to ask about"}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One field of one member that would change."""

    member: str
    name: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FaultRow:
    """One fault, or several alike: how often, and the first lines it is on."""

    times: int
    lines: tuple[int, ...]
    fault: Fault


def summary(plan: Plan) -> tuple[tuple[str, int], ...]:
    """What the plan amounts to, as labels and numbers in the order to print them."""
    return (
        ("new members", len(plan.added)),
        ("members changed", len(plan.changed)),
        ("members unchanged", plan.unchanged),
        ("members gone", len(plan.gone)),
        ("people who had joined", len(plan.memberships)),
        ("new e-mail addresses", len(plan.emails)),
        ("interests read", plan.interests.found),
        ("words to ask about", plan.interests.asked + plan.interests.unsure),
        ("lines refused for a patient's sake", plan.interests.refused),
        ("rows not imported", plan.rows_lost),
        ("faults", len(plan.faults)),
        ("warnings", len(plan.warnings)),
    )


def change_rows(changes: Iterable[Change]) -> Iterator[ChangeRow]:
    """Each field that would change, member by member."""
    for each in changes:
        for name in each.fields:
            before, after = _shown(each.before, name), _shown(each.after, name)
            label = _COUNTED.get(name, name.replace("_", " "))
            yield ChangeRow(each.after.id, each.after.name, label, before, after)


def _shown(member: Member, name: str) -> str:
    value = getattr(member, name)
    if name in _COUNTED:
        return str(len(value))
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def fault_rows(faults: Iterable[Fault], lines: int = 5) -> tuple[FaultRow, ...]:
    """Faults with those alike together, in the order of their first lines.

    One wrong word in every row of a column is one row here, with its first `lines`.
    """
    alike: dict[tuple[object, ...], list[Fault]] = {}
    for fault in faults:
        alike.setdefault((fault.column, fault.value, fault.what, fault.do), []).append(fault)
    return tuple(
        FaultRow(len(group), tuple(each.line for each in group[:lines]), group[0])
        for group in alike.values()
    )


def as_values(plan: Plan) -> dict[str, Any]:
    """The plan for `--json`: counts, fields that would change, every fault."""
    return {
        "counts": _counts(plan),
        "added": [member.id for member in plan.added],
        "changed": {each.after.id: list(each.fields) for each in plan.changed},
        "gone": [each.after.id for each in plan.gone],
        "faults": [_values(fault) for fault in plan.faults],
        "warnings": [_values(fault) for fault in plan.warnings],
    }


def _counts(plan: Plan) -> dict[str, int]:
    return {
        "added": len(plan.added),
        "changed": len(plan.changed),
        "unchanged": plan.unchanged,
        "gone": len(plan.gone),
        "memberships": len(plan.memberships),
        "emails": len(plan.emails),
        "interests_found": plan.interests.found,
        "interests_asked": plan.interests.asked,
        "interests_unsure": plan.interests.unsure,
        "lines_refused": plan.interests.refused,
        "rows_lost": plan.rows_lost,
        "faults": len(plan.faults),
        "warnings": len(plan.warnings),
    }


def _values(fault: Fault) -> dict[str, object]:
    return {
        "line": fault.line,
        "column": fault.column,
        "value": fault.value,
        "what": fault.what,
        "do": fault.do,
        "row_kept": fault.kept,
    }
