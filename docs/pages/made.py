"""Pages of the site that code makes, by their place."""

from __future__ import annotations

from collections.abc import Callable

from docs.pages import command_line, gallery, levers, measures, settings

MADE: dict[str, Callable[[], str]] = {
    "gallery.md": gallery.page,
    "reference/command-line.md": command_line.page,
    "reference/levers.md": levers.page,
    "reference/measures.md": measures.page,
    "reference/settings.md": settings.page,
}
