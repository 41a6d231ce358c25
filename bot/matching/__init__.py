"""Who is proposed to whom: a pure function from a pool to groups, reasons and a bound.

`match` itself is in `bot.matching.match`, apart from what it is told: only those
who match wait for numpy and scipy to be imported. May use numpy, scipy, rustworkx
and sparse-dot-topn, and OR-tools where it is installed. Knows nothing of names,
messages, storage, programmes or the clock.
"""

from bot.matching.rules import Effort, History, Relations, Rules, Weights

__all__ = ["Effort", "History", "Relations", "Rules", "Weights"]
