"""Who is proposed to whom: a pure function from a pool to groups, reasons and a bound.

May use numpy, scipy, rustworkx and sparse-dot-topn, and OR-tools where it is
installed. Knows nothing of names, messages, storage, programmes or the clock.
"""

from bot.matching.match import Progress, match
from bot.matching.rules import Effort, History, Relations, Rules, Weights

__all__ = ["Effort", "History", "Progress", "Relations", "Rules", "Weights", "match"]
