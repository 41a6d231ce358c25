"""Words of bedside talk, as fragments of regular expressions.

Kept apart from the guard so that a clinician can read and mend them.
"""

import re

NEAR = r"[^.!?;\n]{0,60}?"
"""Within the same sentence, a few words on."""


def pattern(source: str) -> re.Pattern[str]:
    """The fragments put together: spaces in the source are layout, case does not matter."""
    return re.compile(source, re.IGNORECASE | re.VERBOSE)


def any_of(*words: str) -> str:
    """A group that matches any of these fragments as whole words."""
    return rf"(?:(?<!\w)(?:{'|'.join(words)})(?!\w))"


HAPPENED = any_of(
    r"(?:re)?admitted",
    r"discharged",
    r"(?:in|ex|re)tubated",
    r"post[\s-]?op",
    r"pre[\s-]?op",
    r"pod\s?\#?\s?\d{1,2}",
    r"s/p",
    r"[hrc]/o",
    r"p/w",
    r"[hdt]x",
    r"npo",
    r"dn[ri]",
    r"diagnosed",
    r"present(?:ed|ing|s)\s(?:with|to\sthe)",
    r"transferred\s(?:to|from)",
    r"on\s(?:the\s|a\s)?(?:vent(?:ilator)?|bipap|pressors|ecmo|dialysis|drip)",
    r"overdosed",
    r"septic",
    r"seizing",
    r"unresponsive",
    r"expired",
    r"coded",
    r"crashed",
    r"passed\saway",
    r"died",
    r"is\sdying",
    r"allergic\sto",
    r"refus(?:ed|es|ing)",
    r"needs\s(?:a|an|his|her)",
    r"family\s(?:wants|is\sasking|at\sbedside|meeting)",
)
"""What happens to one person in care. Topics are not named this way."""

CONDITION = any_of(
    r"sepsis",
    r"stroke",
    r"cva",
    r"tia",
    r"(?:n?st)?emi",
    r"chf",
    r"hfr?[rp]?ef",
    r"copd",
    r"dka",
    r"uti",
    r"rsv",
    r"covid(?:-19)?",
    r"pneumonia",
    r"hiv",
    r"hepatitis",
    r"cirrhosis",
    r"delirium",
    r"dementia",
    r"diabet(?:es|ic)",
    r"cancer",
    r"tumou?r",
    r"mets",
    r"metastatic",
    r"leuk[ae]+mia",
    r"lymphoma",
    r"chemo",
    r"transplant",
    r"cabg",
    r"a-?fib",
    r"gi\sbleed",
    r"(?:chest|abdominal|belly|back)\spain",
    r"(?:hip|femur|wrist|rib)\s(?:fx|fracture)",
    r"fracture",
    r"seizures?",
    r"overdose",
    r"suicid(?:al|e\sattempt)",
    r"psychosis",
    r"surgery",
    r"appendicitis",
    r"(?:lap\s)?(?:appy|chole)",
    r"c-section",
    r"pre-?eclampsia",
    r"(?:heart|renal|kidney|liver|respiratory)\sfailure",
    r"wound",
    r"ulcer",
    r"infection",
    r"fever",
    r"fall",
    r"sob",
    r"labou?r",
    r"biopsy",
    r"dialysis",
    r"(?:in|on)\s(?:the\s)?(?:[mscnp]?icu|pacu|ed|er|ward|floor)",
    r"hospice",
)
"""What one may suffer from. A topic too, so it counts only beside a name or an age."""

PERSON = any_of(
    *("patient", r"pt\.?", "man", "woman", "male", "female", "gentleman", "lady", "guy", "boy"),
    *("girl", "infant", "baby", "child", "kid", "toddler", "teen(?:ager)?", "veteran"),
    *("father", "mother", "grandma", "grandpa"),
)
"""One person who may be a patient."""

SHORTHAND = any_of(
    r"s/p",
    r"[hrcp]/[ow]",
    r"pod\s?\#?\s?\d{1,2}",
    r"a\s?&\s?o\s?x\s?\d",
    r"npo",
    r"k\+?\s?\d\.\d|cr\s?\d(?:\.\d)?",
    r"(?:bp|hr|rr|spo2|sats?|temp|tmax|hgb|wbc|lactate|trop(?:onin)?|gcs|inr)"
    r"\s?(?:of\s|is\s|was\s|:\s?|=\s?)?\d[\d./]*",
    r"\d{2,3}/\d{2,3}\s?(?:mmhg|bp)",
)
"""The abbreviations of a note. Two of them make one."""

BELONGINGS = any_of(
    *("hip", "knee", "heart", "lungs?", "kidneys?", "liver", "wound", "leg", "foot", "back"),
    *("labs", "biopsy", "ct", "mri", "scan", r"x-?ray", "echo", "results?", "chart", "meds"),
    *(
        "surgery",
        "chemo",
        "care",
        "code",
        "discharge",
        "admission",
        "diagnosis",
        "family",
        "daughter",
        "son",
        "wife",
        "husband",
    ),
)
"""What is said to be someone's when they are a patient: "Mr Hill's biopsy"."""
