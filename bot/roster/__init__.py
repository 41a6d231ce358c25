"""The hospital's roster: what its rows say, and what an import would change.

Pure: takes lines and values, gives values. Opening the file is the adapter's.
"""

from bot.roster.columns import COLUMNS, HeaderRules, header_rules, settle_header
from bot.roster.faults import Fault, RosterRefused, nearest, refused
from bot.roster.lines import LONGEST_RECORD, MOST_ROWS, read_rows
from bot.roster.names import Name, NotAName, read_name
from bot.roster.rows import RosterRow, Row, read_row

__all__ = [
    "COLUMNS",
    "LONGEST_RECORD",
    "MOST_ROWS",
    "Fault",
    "HeaderRules",
    "Name",
    "NotAName",
    "RosterRefused",
    "RosterRow",
    "Row",
    "header_rules",
    "nearest",
    "read_name",
    "read_row",
    "read_rows",
    "refused",
    "settle_header",
]
