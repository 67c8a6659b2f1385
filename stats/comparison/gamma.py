"""The incomplete gamma function and its inverse: what the exact limits of a count are made of.

Series below the mean, continued fraction above (both classical), then bisection: slow beside a
library, right to the last digits that matter, and nothing to install.
"""

from __future__ import annotations

import math

PRECISION = 1e-16
TINY = 1e-300
MOST_TERMS = 100_000


def lower_gamma(shape: float, x: float) -> float:
    """P(shape, x): the share of a gamma law of that shape that lies below x."""
    if x <= 0:
        return 0.0
    head = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        return head * _series(shape, x)
    return 1.0 - head * _fraction(shape, x)


def gamma_quantile(shape: float, share: float) -> float:
    """The x below which that share of the law lies, 0 < share < 1."""
    low, high = 0.0, shape + 1.0
    while lower_gamma(shape, high) < share:
        low, high = high, high * 2
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            return middle
        if lower_gamma(shape, middle) < share:
            low = middle
        else:
            high = middle


def _series(shape: float, x: float) -> float:
    term = total = 1.0 / shape
    for step in range(1, MOST_TERMS):
        term *= x / (shape + step)
        total += term
        if term < total * PRECISION:
            break
    return total


def _fraction(shape: float, x: float) -> float:
    b = x + 1.0 - shape
    c, d = 1.0 / TINY, 1.0 / b
    total = d
    for step in range(1, MOST_TERMS):
        a = -step * (step - shape)
        b += 2.0
        d = 1.0 / _nonzero(a * d + b)
        c = _nonzero(b + a / c)
        total *= d * c
        if abs(d * c - 1.0) < PRECISION * 10:
            break
    return total


def _nonzero(value: float) -> float:
    return value if abs(value) > TINY else TINY
