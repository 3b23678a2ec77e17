"""What MkDocs calls: adds the pages that are made, and adapts the text of all."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = str(Path(__file__).parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from docs.pages import chinese_words, diagrams, language, links, lists, outside  # noqa: E402 - by the line above
from docs.pages.made import MADE  # noqa: E402


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that no file in `docs` has."""
    for place, make in MADE.items():
        files.append(File.generated(config, place, content=make()))
    for place in outside.OUTSIDE:
        files.append(File.generated(config, place, content=outside.text(place)))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Links, lists and diagrams of a page as the site needs them."""
    place = page.file.src_uri
    known = {file.src_uri for file in files}
    return diagrams.placed(lists.spaced(links.followed(markdown, place, known)))


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Say in the HTML which language a page is in."""
    return language.tagged(output, page.file.src_uri)


def on_post_build(config: Any) -> None:
    """Let the search find Chinese words inside phrases; the index is then made to work offline."""
    chinese_words.write(Path(config.site_dir))
