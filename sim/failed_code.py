"""Where the code of a lever failed."""

from __future__ import annotations

from sim.levers import Lever


def place_of(path: str, lever: Lever, error: BaseException) -> str:
    """A lever by its dotted path, and the line of its file in which it raised an error."""
    module, lines, frame = type(lever).__module__, [], error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_globals.get("__name__") == module:
            lines.append(frame.tb_lineno)
        frame = frame.tb_next
    return path + (f": line {lines[-1]}" if lines else "")
