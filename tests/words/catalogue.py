"""The translation template: every sentence of the code, collected by Babel."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "bot/data/locale/coffee_rounds.pot"
KEYWORDS = {"say": None, "line": None, "noted": None, "count": (1, 2)}


def collected() -> str:
    """The template as the code says it now."""
    catalogue = Catalog(project="Coffee Rounds", charset="utf-8")
    found = extract_from_dir(str(ROOT / "bot/words"), [("**.py", "python")], keywords=KEYWORDS)
    for file, _line, message, _comments, _context in sorted(found, key=lambda row: row[:2]):
        catalogue.add(message, None, [(f"bot/words/{file}", 0)])
    out = BytesIO()
    write_po(out, catalogue, omit_header=True, include_lineno=False, sort_output=True)
    return out.getvalue().decode()


if __name__ == "__main__":
    TEMPLATE.write_text(collected(), encoding="utf-8")
