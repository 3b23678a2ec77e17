"""Which documented outcomes a calibration fits, and which it holds back."""

from __future__ import annotations

from dataclasses import replace

from experiments.config.errors import InputError, did_you_mean
from experiments.designs.targets import FIT, HELD_BACK, TARGETS, Target
from experiments.kinds.calibrate.options import CalibrateOptions


def targets_in_roles(chosen: CalibrateOptions) -> list[Target]:
    """Targets as fitted or held back. Raises InputError for an unknown name, or one in both."""
    known = [target.name for target in TARGETS]
    for key, names in (("fit", chosen.fit), ("held_back", chosen.held_back)):
        for name in names or ():
            if name not in known:
                allowed = f"no target; there are {', '.join(known)}{did_you_mean(name, known)}"
                raise InputError(key, name, allowed)
    usual = [target.name for target in TARGETS if target.role == FIT]
    fit = chosen.fit or [name for name in usual if name not in (chosen.held_back or ())]
    held_back = chosen.held_back or [name for name in known if name not in fit]
    for name in held_back:
        if name in fit:
            raise InputError("held_back", name, "is fitted; what is fitted cannot be held back")
    roles = {**dict.fromkeys(fit, FIT), **dict.fromkeys(held_back, HELD_BACK)}
    if FIT not in roles.values():
        raise InputError("held_back", ", ".join(held_back), "leaves nothing to fit")
    return [replace(target, role=roles[target.name]) for target in TARGETS if target.name in roles]
