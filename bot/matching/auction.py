"""Bertsekas' auction: a nearly best assignment along given pairs, and prices that prove it.

Everyone bids for the partner that leaves them most after its price; the best
bid takes the partner and raises the price by what the next best choice was
worse, plus a smallest step. All who are without a partner bid at once, in
array operations. The result is within one step per member of the best, and
its prices bound the best from above (Bertsekas 1988).
"""

from typing import NamedTuple

import numpy as np

from bot.matching.arrays import Positions, Worth
from bot.matching.candidates import Edges
from bot.matching.pairing import ALONE

STEP = 0.003
"""The smallest raise, as a share of the mean weight of a member's best pair."""

FEW = 100
"""Bidders at once below which they bid one after the other."""


class Assigned(NamedTuple):
    """Whom each member chose (ALONE for none), and everyone's dual price.

    `duals[a] + duals[b]` is at least the weight of every pair (a, b) bid on,
    and no dual is negative: their sum bounds every matching on those pairs.
    """

    partner: Positions
    duals: Worth


class _Market:
    """Pairs in both directions, by bidder, and what partners cost now."""

    def __init__(self, size: int, edges: Edges) -> None:
        bidder = np.concatenate([edges.rows, edges.columns])
        partner = np.concatenate([edges.columns, edges.rows])
        order = np.lexsort((partner, bidder))
        self.partner = partner[order]
        self.worth = np.concatenate([edges.worth, edges.worth])[order]
        self.start = np.searchsorted(bidder[order], np.arange(size + 1))
        self.price = np.zeros(size)

    def choices(self, bidders: Positions) -> tuple[Positions, Positions, Positions]:
        """Places of all pairs of `bidders`, where each bidder's begin, and how many each has."""
        many = self.start[bidders + 1] - self.start[bidders]
        begin = np.cumsum(many) - many
        places = np.arange(many.sum()) + np.repeat(self.start[bidders] - begin, many)
        return places, begin, many

    def bids(self, bidders: Positions, step: float) -> tuple[Positions, Positions, Worth]:
        """Who bids, for whom, and how much: those for whom any partner is worth its price."""
        places, begin, many = self.choices(bidders)
        left = self.worth[places] - self.price[self.partner[places]]
        best = np.maximum.reduceat(left, begin)
        at_best = np.where(left == np.repeat(best, many), np.arange(len(left)), len(left))
        first = np.minimum.reduceat(at_best, begin)
        left[first] = 0.0
        next_best = np.maximum(np.maximum.reduceat(left, begin), 0.0)
        willing = best > 0
        wanted = self.partner[places[first[willing]]]
        offer = self.price[wanted] + best[willing] - next_best[willing] + step
        return bidders[willing], wanted, offer

    def gain(self) -> Worth:
        """The most each member could have beyond a partner's price."""
        result = np.zeros(len(self.price))
        bidders = np.flatnonzero(np.diff(self.start))
        if len(bidders):
            left = self.worth - self.price[self.partner]
            result[bidders] = np.maximum(np.maximum.reduceat(left, self.start[bidders]), 0.0)
        return result

    def step(self) -> float:
        """The smallest raise."""
        bidders = np.flatnonzero(np.diff(self.start))
        return STEP * float(np.maximum.reduceat(self.worth, self.start[bidders]).mean())


def auction(size: int, edges: Edges) -> Assigned:
    """Assign the members 0..size-1 along `edges`, no partner to two members."""
    market = _Market(size, edges)
    partner: Positions = np.full(size, ALONE, dtype=np.int64)
    owner: Positions = np.full(size, ALONE, dtype=np.int64)
    bidding = np.flatnonzero(np.diff(market.start))
    step = market.step() if len(bidding) else 0.0
    while len(bidding) > FEW:
        who, wanted, offer = market.bids(bidding, step)
        order = np.lexsort((offer, wanted))
        who, wanted, offer = who[order], wanted[order], offer[order]
        wins = np.ones(len(wanted), dtype=np.bool_)
        wins[:-1] = wanted[1:] != wanted[:-1]
        outbid = who[~wins]
        who, wanted = who[wins], wanted[wins]
        evicted = owner[wanted]
        evicted = evicted[evicted != ALONE]
        market.price[wanted] = offer[wins]
        owner[wanted], partner[who] = who, wanted
        partner[evicted] = ALONE
        bidding = np.concatenate([outbid, evicted])
    partner = _one_by_one(market, owner, bidding, step)
    return Assigned(partner, (market.gain() + market.price) / 2)


def _one_by_one(market: _Market, owner: Positions, bidding: Positions, step: float) -> Positions:
    """The end of an auction, when too few bid for array operations to pay; each one's partner."""
    worth, partners, start = market.worth.tolist(), market.partner.tolist(), market.start.tolist()
    price, owners, waiting = market.price.tolist(), owner.tolist(), bidding.tolist()
    while waiting:
        bidder = waiting.pop()
        best = next_best = 0.0
        wanted = ALONE
        for place in range(start[bidder], start[bidder + 1]):
            left = worth[place] - price[partners[place]]
            if left > best:
                best, next_best, wanted = left, best, partners[place]
            elif left > next_best:
                next_best = left
        if wanted != ALONE:
            price[wanted] += best - next_best + step
            if owners[wanted] != ALONE:
                waiting.append(owners[wanted])
            owners[wanted] = bidder
    market.price = np.array(price)
    result: Positions = np.full(len(owner), ALONE, dtype=np.int64)
    taken = np.flatnonzero(np.array(owners, dtype=np.int64) != ALONE)
    result[np.array(owners, dtype=np.int64)[taken]] = taken
    return result


def closed(partner: Positions) -> Positions:
    """The permutation that leads the end of every chain of choices back to its beginning."""
    result = partner.copy()
    chosen = np.zeros(len(partner), dtype=np.bool_)
    chosen[partner[partner != ALONE]] = True
    for begin in np.flatnonzero(~chosen).tolist():
        end = begin
        while result[end] != ALONE:
            end = int(result[end])
        result[end] = begin
    return result
