"""Where pages of the site lie in the repository."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = "docs/"
OUTSIDE = {
    "reference/changes.md": "CHANGELOG.md",
    "reference/contributing.md": "CONTRIBUTING.md",
    "reference/guide.md": "experiments/GUIDE.md",
    "reference/evidence.md": "seeds/README.md",
    "reference/odd.md": "sim/ODD.md",
    "reference/parameters.md": "sim/PARAMETERS.md",
    "reference/state.md": "sim/STATE.md",
    "reference/trace.md": "sim/TRACE.md",
}
"""Files outside `docs`, by the page that shows them."""
SITE_OF = {path: page for page, path in OUTSIDE.items()}


def text(page: str) -> str:
    """The text of a page that lies outside `docs`."""
    return (ROOT / OUTSIDE[page]).read_text(encoding="utf-8")


def in_repository(page: str) -> str:
    """The path of a page in the repository, as links in its text are relative to it."""
    return OUTSIDE.get(page, DOCS + page)


def on_site(path: str) -> str | None:
    """The page or file of the site that shows a path of the repository, if there is one."""
    if path in SITE_OF:
        return SITE_OF[path]
    return path.removeprefix(DOCS) if path.startswith(DOCS) else None
