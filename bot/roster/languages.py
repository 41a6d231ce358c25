"""Languages a roster may name, and the code to write for one named in words."""

from bot.roster.lists import words_of

LANGUAGES = words_of("languages")

_BY_NAME = {
    "english": "en",
    "spanish": "es",
    "español": "es",
    "chinese": "zh",
    "mandarin": "zh",
    "cantonese": "yue",
    "tagalog": "tl",
    "filipino": "fil",
    "vietnamese": "vi",
    "arabic": "ar",
    "french": "fr",
    "français": "fr",
    "haitian creole": "ht",
    "haitian": "ht",
    "creole": "ht",
    "korean": "ko",
    "russian": "ru",
    "portuguese": "pt",
    "hindi": "hi",
    "urdu": "ur",
    "german": "de",
    "deutsch": "de",
    "italian": "it",
    "polish": "pl",
    "japanese": "ja",
    "punjabi": "pa",
    "bengali": "bn",
    "farsi": "fa",
    "persian": "fa",
    "somali": "so",
    "swahili": "sw",
    "amharic": "am",
    "hebrew": "he",
    "hmong": "hmn",
    "sign language": "asl",
    "american sign language": "asl",
}


def code_of(typed: str) -> str:
    """The code to write for "spanish", "en-US" or "ger"; nothing when unknown."""
    first = typed.replace("_", "-").partition("-")[0]
    return _BY_NAME.get(typed) or (first if first != typed and first in LANGUAGES else "")
