"""The hospital's roster: what its rows say, and what an import would change.

Pure: takes lines and values, gives values. Opening the file is the adapter's.
"""

from bot.roster.carried import ReadInterests
from bot.roster.columns import COLUMNS, HeaderRules, header_rules, settle_header
from bot.roster.drafts import Change
from bot.roster.faults import Fault, RosterRefused, nearest, refused
from bot.roster.lines import LONGEST_RECORD, MOST_ROWS, read_rows
from bot.roster.names import Name, NotAName, read_name
from bot.roster.planning import Aims, InterestsRead, Plan, plan
from bot.roster.rows import RosterRow, Row, read_row
from bot.roster.show import ChangeRow, FaultRow, as_values, change_rows, fault_rows, summary

__all__ = [
    "COLUMNS",
    "LONGEST_RECORD",
    "MOST_ROWS",
    "Aims",
    "Change",
    "ChangeRow",
    "Fault",
    "FaultRow",
    "HeaderRules",
    "InterestsRead",
    "Name",
    "NotAName",
    "Plan",
    "ReadInterests",
    "RosterRefused",
    "RosterRow",
    "Row",
    "as_values",
    "change_rows",
    "fault_rows",
    "header_rules",
    "nearest",
    "plan",
    "read_name",
    "read_row",
    "read_rows",
    "refused",
    "settle_header",
    "summary",
]
