"""The kinds of array that matching passes around, by what they hold."""

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.int64]
"""Members, as their places 0..n-1 in the shuffled pool (or keys a·n + b of pairs)."""

Mask = NDArray[np.bool_]
"""Yes or no, one for each."""

Worth = NDArray[np.float64]
"""Scores, weights or gains; -inf for a pair that may not meet."""
