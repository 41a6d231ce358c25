"""Microsoft's strict schema of Adaptive Cards 1.5, and the three things Teams adds to it."""

import json
from functools import cache
from importlib.resources import files

from jsonschema import Draft7Validator

from adapters.teams.literal import Json


@cache
def _schema() -> Draft7Validator:
    text = (files("adaptive_cards") / "schemas" / "schema-1.5.json").read_text(encoding="utf-8")
    schema = json.loads(text)
    schema["definitions"]["Input.ChoiceSet"]["properties"]["choices.data"] = {
        "type": "object",
        "required": ["type", "dataset"],
        "properties": {"type": {"const": "Data.Query"}, "dataset": {"type": "string"}},
        "additionalProperties": False,
    }
    schema["definitions"]["ChoiceInputStyle"] = {"enum": ["compact", "expanded", "filtered"]}
    schema["definitions"]["AdaptiveCard"]["properties"]["msteams"] = {"type": "object"}
    # The whole must be a card: the published root takes any element.
    schema.pop("anyOf")
    return Draft7Validator({**schema, "$ref": "#/definitions/AdaptiveCard"})


def faults(card: Json) -> list[str]:
    """What Microsoft would not accept in a card."""
    return [f"{list(e.absolute_path)}: {e.message[:200]}" for e in _schema().iter_errors(card)]
