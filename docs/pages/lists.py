"""Lists as the repository writes them, in the stricter form that Python-Markdown reads.

It wants a blank line before a list or a table, and four spaces for each level of a list.
"""

from __future__ import annotations

import re

ITEM = re.compile(r"^(?P<indent> *)(?P<marker>[-*+]|\d+\.)(?P<gap> +)(?=\S)")
FENCE = re.compile(r"^ *(```|~~~)")
LEVEL = 4


def spaced(text: str) -> str:
    """The text with blank lines before lists and tables, and items indented by levels."""
    lines: list[str] = []
    open_items: list[int] = []
    fenced, shift = False, 0
    for line in text.splitlines():
        if fenced:
            lines.append(_shifted(line, shift))
            fenced = not FENCE.match(line)
            continue
        depth = len(line) - len(line.lstrip())
        item = ITEM.match(line)
        listed = bool(open_items)
        if line.strip():
            while open_items and depth < open_items[-1] and (item or not lines[-1].strip()):
                open_items.pop()
        within = len(open_items)
        if item:
            if not listed and lines and lines[-1].strip():
                lines.append("")
            head = f"{' ' * LEVEL * within}{item['marker']}{item['gap']}"
            lines.append(head + line[item.end() :])
            open_items.append(item.end())
            continue
        if line.startswith("|") and lines and lines[-1].strip() and not lines[-1].startswith("|"):
            lines.append("")
        if FENCE.match(line):
            fenced = True
            shift = LEVEL * within - open_items[-1] if open_items else 0
            lines.append(_shifted(line, shift))
        elif within and line.strip():
            lines.append(" " * LEVEL * within + line.lstrip())
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _shifted(line: str, shift: int) -> str:
    if shift >= 0:
        return " " * shift + line if line.strip() else line
    return line[min(-shift, len(line) - len(line.lstrip())) :]
