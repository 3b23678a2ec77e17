"""Common random numbers: a draw is a function of (run seed, stream, entity, day, ordinal)."""

from __future__ import annotations

import hashlib
import math

import numpy as np
import numpy.typing as npt

from sim.kernels.jit import entry

STREAMS = (
    "cadence", "phase", "records", "items", "churn", "copy", "hours", "vulnerable",
    "requests", "request", "inspections", "inspection", "round",
    "arrivals", "place", "moment", "effort", "reach", "needed", "listed", "surface",
    "answer", "whistle", "extra", "false", "found", "relapse",
    "coverage", "matter", "connected", "pooled", "old form",
    "caseload", "type", "volunteers", "obsolete", "subject", "fall", "incident", "sort",
    "mediation", "frozen", "patience", "impatience", "patchwork", "use", "score",
    "leave", "join", "turnover", "board", "above", "own", "gate", "early check", "withdraw",
    "sendback",
    "offices", "assistant", "taken", "others", "funding", "widened", "hall", "secretary", "review",
    "restore", "list", "list matter", "return", "cut", "merge", "exchange", "recruit", "cadre",
    "census", "lowland",
    "cause", "root",
    "theme", "consent",
    "reminder",
    "reply",
    "spared", "candour", "indicator",
    "procedures", "procedure", "shortened", "step",
    "firms", "proposal",
    "age",
    "hotline",
    "evasion",
    "held",
)  # fmt: skip
"""Every stream, each named once. A name is a key of random numbers, so it never changes."""

NUMBER = {name: number for number, name in enumerate(STREAMS)}


def numbers(*names: str) -> tuple[int, ...]:
    """Numbers of streams, by name."""
    return tuple(NUMBER[name] for name in names)


LOW = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
MULTIPLIER_0 = np.uint64(0xD2511F53)
MULTIPLIER_1 = np.uint64(0xCD9E8D57)
WEYL_0 = np.uint64(0x9E3779B9)
WEYL_1 = np.uint64(0xBB67AE85)
ROUNDS = 10
LARGEST_MEAN = 500.0
LONGEST_WAIT = 1e9


def run_seed(seed: int, replication: int) -> int:
    """The 63-bit seed of one replication, the same at all design points."""
    digest = hashlib.blake2b(f"{seed}/{replication}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1


def stream_key(seed: int, stream: str) -> int:
    """The 64-bit Philox key of a named stream."""
    digest = hashlib.blake2b(f"{seed}:{stream}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def stream_keys(seed: int) -> np.ndarray:
    """Keys of all streams in the order of STREAMS, uint64."""
    return np.array([stream_key(seed, name) for name in STREAMS], dtype=np.uint64)


@entry
def philox(c0, c1, c2, c3, k0, k1):
    """Philox4x32-10 (Salmon et al. 2011): four 32-bit words, each held in a uint64."""
    for _ in range(ROUNDS):
        product_0 = MULTIPLIER_0 * c0
        product_1 = MULTIPLIER_1 * c2
        c0 = (product_1 >> HALF) ^ c1 ^ k0
        c1 = product_1 & LOW
        c2 = (product_0 >> HALF) ^ c3 ^ k1
        c3 = product_0 & LOW
        k0 = (k0 + WEYL_0) & LOW
        k1 = (k1 + WEYL_1) & LOW
    return c0, c1, c2, c3


@entry
def draw(key, entity, day=0, ordinal=0):
    """Two uniforms in (0, 1)."""
    key = np.uint64(key)
    entity = np.uint64(entity)
    x0, x1, x2, x3 = philox(
        entity & LOW, entity >> HALF, np.uint64(day), np.uint64(ordinal), key & LOW, key >> HALF
    )
    return _unit(x0, x1), _unit(x2, x3)


def draws(
    key: npt.ArrayLike, entity: npt.ArrayLike, ordinal: npt.ArrayLike = 0
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """`draw` of day 0 for arrays: the same bits, without a call for each.

    Parameters:
        key, entity, ordinal: whole numbers, of shapes that broadcast together.

    Returns:
        First and second uniforms, float64 of the common shape.
    """
    given = [np.asarray(numbers) for numbers in (key, entity, ordinal)]
    shape = np.broadcast_shapes(*(numbers.shape for numbers in given))
    counters, uniforms = np.empty((3, *shape), np.uint64), np.empty((2, *shape))
    for row, numbers in enumerate(given):
        counters[row, ...] = numbers
    draw_each(counters.reshape(3, -1), uniforms.reshape(2, -1))
    return uniforms[0], uniforms[1]


@entry
def draw_each(counters, uniforms):
    """`draw` of day 0 for each column of keys, entities and ordinals: both uniforms."""
    for i in range(counters.shape[1]):
        key, entity, ordinal = counters[0, i], counters[1, i], counters[2, i]
        uniforms[0, i], uniforms[1, i] = draw(key, entity, 0, ordinal)


@entry
def _unit(low, high):
    return (np.float64((low | (high << HALF)) >> np.uint64(12)) + 0.5) * 2.0**-52


@entry
def exponential(u, mean):
    """Exponential quantile."""
    return -mean * math.log(1.0 - u)


@entry
def waiting_days(u, mean):
    """Geometric quantile: whole working days, at least one, with this mean.

    A wait ends on each day with chance 1 / mean. A mean of one day or less is always one day,
    since what is asked today is answered tomorrow at the earliest.
    """
    if mean <= 1.0:
        return 1
    days = math.log(1.0 - u) / math.log1p(-1.0 / mean)
    return max(1, math.ceil(min(days, LONGEST_WAIT)))


@entry
def poisson(u, mean):
    """Poisson quantile by summing chances upwards; means above 500 count as 500."""
    mean = min(mean, LARGEST_MEAN)
    chance = math.exp(-mean)
    cumulative = chance
    count = 0
    while cumulative < u and chance > 0.0:
        count += 1
        chance *= mean / count
        cumulative += chance
    return count


@entry
def lognormal(u, mean, cv):
    """Lognormal quantile for a mean and a coefficient of variation."""
    location, scale = lognormal_shape(mean, cv)
    return math.exp(location + scale * normal(u))


@entry
def lognormal_shape(mean, cv):
    """Mean and standard deviation of the logarithm, for those of the lognormal law."""
    variance = math.log(1.0 + cv * cv)
    return math.log(mean) - variance / 2.0, math.sqrt(variance)


@entry
def normal(u):
    """Standard normal quantile, Wichura (1988), Applied Statistics 37, AS 241, PPND16."""
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * _rational(r, *CENTRE)
    r = math.sqrt(-math.log(u if q < 0.0 else 1.0 - u))
    value = _rational(r - 1.6, *MIDDLE) if r <= 5.0 else _rational(r - 5.0, *TAIL)
    return -value if q < 0.0 else value


@entry
def _rational(r, above, below):
    numerator = above[7]
    denominator = below[6]
    for power in range(6, -1, -1):
        numerator = numerator * r + above[power]
    for power in range(5, -1, -1):
        denominator = denominator * r + below[power]
    return numerator / (denominator * r + 1.0)


CENTRE = (
    (
        3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
        1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
        3.3430575583588128105e4, 2.5090809287301226727e3,
    ),
    (
        4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
        2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
        5.2264952788528545610e3,
    ),
)  # fmt: skip
MIDDLE = (
    (
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
        3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
        2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ),
    (
        2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    ),
)  # fmt: skip
TAIL = (
    (
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
        2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
        2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ),
    (
        5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    ),
)  # fmt: skip
