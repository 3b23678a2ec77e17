"""Links of pages: written for the repository, followed on the site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection

from docs.pages import outside

LINK = re.compile(r"\[(?P<text>[^\]\n]*(?:\n[^\]\n]+)?)\]\((?P<target>[^)\s]+)\)")
QUOTED = re.compile(r"(?<![`\[])`(?P<path>[\w./-]+\.md)`(?![`\]])")
PAIR = re.compile(r"\[(\w+)\] (?=\[\w+\])")
FENCED = re.compile(r"(^ *```.*?^ *```$)", re.MULTILINE | re.DOTALL)


def followed(text: str, page: str, pages: Collection[str]) -> str:
    """The text with links that lead to pages of the site.

    A link to a file that is not on the site becomes its text and path. A path in code that names
    a page becomes a link. `pages` are all files of the site.
    """
    parts = FENCED.split(text)
    return "".join(part if FENCED.fullmatch(part) else _prose(part, page, pages) for part in parts)


def _prose(text: str, page: str, pages: Collection[str]) -> str:
    home = posixpath.dirname(outside.in_repository(page))

    def link(found: re.Match[str]) -> str:
        target, _, anchor = found["target"].partition("#")
        if not target or ":" in target:
            return found[0]
        path = posixpath.normpath(posixpath.join(home, target))
        there = outside.on_site(path)
        if there not in pages:
            if not (outside.ROOT / path).exists():
                return found[0]  # It leads nowhere: MkDocs and tests say so.
            code = f"`{path}`"
            return code if found["text"].strip("`") in path else f"{found['text']} ({code})"
        return f"[{found['text']}]({_relative(str(there), page)}{'#' + anchor if anchor else ''})"

    def quoted(found: re.Match[str]) -> str:
        there = outside.on_site(found["path"])
        if there not in pages or there == page:
            return found[0]
        return f"[`{found['path']}`]({_relative(str(there), page)})"

    # Two names in brackets would be read as one link.
    return PAIR.sub(r"\\[\1\\] ", QUOTED.sub(quoted, LINK.sub(link, text)))


def _relative(there: str, page: str) -> str:
    return posixpath.relpath(there, posixpath.dirname(page) or ".")
