"""Emulators: Gaussian processes that predict an output of the model from its inputs, without a run.

An output is predicted by a linear trend in a few inputs, chosen by orthogonal matching pursuit, and
a Gaussian process of what the trend leaves: a Matern kernel with a length for each input, and white
noise. The noise is what chance and all other inputs do. Outputs are made symmetric first (Yeo and
Johnson). Every fifth run is held out: errors there are reported, and where predictions are off by
more than they say, their variance is raised to what it is there.

Sources: Rasmussen and Williams, Gaussian Processes for Machine Learning (2006); Pati and others,
Orthogonal matching pursuit (Asilomar 1993); Yeo and Johnson, A new family of power transformations
(Biometrika 87, 2000).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

MOST_INPUTS = 12
"""Inputs of an emulator at most."""
TUNED_ON = 240
"""Runs on which kernels are tuned; all are used to predict."""
LEAST = 60
"""Runs below which no emulator is fitted."""
FOLD = 5
"""Every so many runs, one is held out."""
NORMAL_90 = 1.6448536269514722
BLOCK = 1000


@dataclass(frozen=True, slots=True)
class Check:
    """Predictions of held-out runs, on the transformed scale of the output.

    Parameters:
        rows: positions of these runs, (held out,).
        run, mean, deviation: value of the run, prediction, and its standard deviation.
        error: root mean square error over the standard deviation of all runs.
        linear: the same of the linear trend alone.
        coverage: share of runs in the 90 % interval of the prediction.
    """

    rows: npt.NDArray[np.int64]
    run: Array
    mean: Array
    deviation: Array
    error: float
    linear: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Emulator:
    """A fitted emulator of one output.

    `inputs` are positions of the inputs that it uses; `inflation` is the factor by which held-out
    errors raise its variance; `trained` counts runs.
    """

    inputs: npt.NDArray[np.int64]
    trained: int
    check: Check
    inflation: float
    _power: Any
    _trend: Any
    _process: Any

    def predict(self, inputs: Array) -> tuple[Array, Array]:
        """Mean and variance of a run at these inputs, (points, all inputs), transformed.

        The variance is that of one run: the emulator's own, and that of chance.
        """
        mean, variance = np.empty(len(inputs)), np.empty(len(inputs))
        with single_thread():
            for first in range(0, len(inputs), BLOCK):
                part = inputs[first : first + BLOCK, self.inputs]
                rows = slice(first, first + len(part))
                left, deviation = self._process.predict(part, return_std=True)
                mean[rows] = self._trend.predict(part) + left
                variance[rows] = self.inflation * deviation**2
        return mean, variance

    def transformed(self, values: Array) -> Array:
        """Values of the output on the scale of predictions."""
        shape = np.asarray(self._power.transform(np.asarray(values, np.float64)[:, None]))
        return np.asarray(shape[:, 0], np.float64)


def fit(inputs: Array, output: Array, seed: int) -> Emulator | None:
    """An emulator of an output; None where there are too few runs, or nearly all are equal.

    Nearly all are where a fold of a cross-validation has all runs that differ.

    Parameters:
        inputs: (runs, inputs), of mean 0 and deviation 1 more or less, such as normal scores.
        output: (runs,); runs without a value are left out.
        seed: of the choice of runs on which kernels are tuned.
    """
    from sklearn.preprocessing import PowerTransformer

    rows = np.flatnonzero(np.isfinite(output))
    values = np.asarray(output[rows], np.float64)
    held = np.arange(len(rows)) % FOLD == FOLD - 1
    if len(rows) < LEAST or not (_varies(values) and _varies(values[~held])):
        return None
    power = PowerTransformer().fit(values[:, None])
    scaled = np.asarray(power.transform(values[:, None])[:, 0], np.float64)
    with single_thread():
        first = _fit(inputs[rows[~held]], scaled[~held], power, seed)
        mean, variance = first.predict(inputs[rows[held]])
        trend = first._trend.predict(inputs[rows[held]][:, first.inputs])
        errors, spread = scaled[held] - mean, float(scaled.std())
        inflation = max(1.0, float(np.mean(errors**2 / variance)))
        deviation = np.sqrt(inflation * variance)
        check = Check(
            rows[held], scaled[held], mean, deviation,
            float(np.sqrt(np.mean(errors**2))) / spread,
            float(np.sqrt(np.mean((scaled[held] - trend) ** 2))) / spread,
            float(np.mean(np.abs(errors) <= NORMAL_90 * deviation)),
        )  # fmt: skip
        whole = _fit(inputs[rows], scaled, power, seed)
    return replace(whole, check=check, inflation=inflation, trained=len(rows))


def _varies(values: Array) -> bool:
    """Whether values differ without any of the folds of a cross-validation."""
    least = 1e-9 * max(1.0, float(np.abs(values).max()))
    folds = np.array_split(np.arange(len(values)), FOLD)
    return all(bool(np.ptp(np.delete(values, fold)) > least) for fold in folds)


def single_thread() -> Any:
    """A context in which linear algebra uses one thread: the same bits on any machine."""
    from threadpoolctl import threadpool_limits

    return threadpool_limits(1)


def _fit(inputs: Array, output: Array, power: Any, seed: int) -> Emulator:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel
    from sklearn.linear_model import LinearRegression

    chosen = screened(inputs, output)
    used = inputs[:, chosen]
    trend = LinearRegression().fit(used, output)
    left = output - trend.predict(used)
    noise = max(1e-6, float(left.var()))
    smooth = Matern(np.full(len(chosen), 4.0), (0.5, 100.0), nu=2.5)
    kernel = ConstantKernel(0.3 * noise, (1e-4 * noise, 10.0)) * smooth
    kernel += WhiteKernel(0.7 * noise, (1e-6, 10.0))
    tuned = np.random.default_rng(seed).permutation(len(used))[:TUNED_ON]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        tuning = GaussianProcessRegressor(kernel).fit(used[tuned], left[tuned])
        process = GaussianProcessRegressor(tuning.kernel_, optimizer=None).fit(used, left)
    none = np.empty(0)
    empty = Check(none.astype(np.int64), none, none, none, np.nan, np.nan, np.nan)
    return Emulator(chosen, len(used), empty, 1.0, power, trend, process)


def screened(inputs: Array, output: Array) -> npt.NDArray[np.int64]:
    """Positions of the inputs that an output depends on, the most important first.

    As many as cross-validation finds useful, from one to MOST_INPUTS.
    """
    from sklearn.linear_model import OrthogonalMatchingPursuitCV

    varied = np.flatnonzero(inputs.std(axis=0) > 1e-9)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # inputs that say the same stop it early
        pursuit = OrthogonalMatchingPursuitCV(cv=FOLD, max_iter=min(MOST_INPUTS, len(varied)))
        weights = np.asarray(pursuit.fit(inputs[:, varied], output).coef_)
    size = np.abs(weights) * inputs[:, varied].std(axis=0)
    order = np.argsort(-size, kind="stable")[: max(1, int(np.count_nonzero(weights)))]
    return np.asarray(varied[order], np.int64)


def names(chosen: Sequence[str], emulator: Emulator) -> list[str]:
    """Names of the inputs that an emulator uses."""
    return [chosen[at] for at in emulator.inputs]
