"""The environment of a run: versions and processor, on which the bits of its numbers may depend."""

from __future__ import annotations

import json
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from sim.version import model_version

LIBRARIES = ("numpy", "scipy", "numba", "llvmlite", "mesa", "pandas")
PACKAGES = (*LIBRARIES, "pyarrow", "pydantic", "hydra-core")


@cache
def environment() -> str:
    """The environment of this process as a line of JSON, always in the same order."""
    versions = {"python": platform.python_version()}
    versions |= {name: release(name) for name in LIBRARIES}
    versions["platform"] = f"{platform.system()} {platform.machine()}"
    versions["libc"] = " ".join(platform.libc_ver()).strip()
    versions["processor"] = _processor()
    return json.dumps(versions)


def differences(other: str) -> str:
    """Differences of another environment from this one: `numba 0.60 (here 0.68)`, ..."""
    current = json.loads(environment())
    recorded = json.loads(other)
    return ", ".join(
        f"{name} {recorded.get(name) or 'unknown'} (here {current.get(name) or 'unknown'})"
        for name in dict.fromkeys((*current, *recorded))
        if recorded.get(name) != current.get(name)
    )


def versions() -> dict[str, str]:
    """Versions of the model, this package, Python and libraries that results may depend on."""
    own = {"model": model_version(), "unburden": release("unburden")}
    own["python"] = platform.python_version()
    return own | {name: release(name) for name in PACKAGES}


def release(package: str) -> str:
    """The version of an installed package."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    """The processor that code is compiled for, in the compiler's terms."""
    from llvmlite import binding  # type: ignore[import-untyped]
    from numba import config

    return str(config.CPU_NAME or binding.get_host_cpu_name())
