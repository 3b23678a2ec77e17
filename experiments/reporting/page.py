"""Self-contained HTML pages: no script, no outside asset."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from experiments.language import TAGS, _, now

STYLE = """
:root { --ink: #1c2430; --quiet: #5b6674; --line: #d9dee5; --tint: #f5f7fa; --accent: #0072b2; }
body { margin: 0; color: var(--ink); font: 16px/1.55 system-ui, "Segoe UI", sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
h1 { font-size: 1.8rem; line-height: 1.25; margin: 0 0 .4rem; }
h2 { font-size: 1.2rem; margin: 2.8rem 0 .6rem; }
p, li { max-width: 52rem; }
.quiet { color: var(--quiet); font-size: .9rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .86rem; font-variant-numeric: tabular-nums; }
th, td { padding: .45rem .7rem; text-align: left; vertical-align: top; }
thead th { vertical-align: bottom; border-bottom: 2px solid var(--ink); font-weight: 600; }
tbody tr { border-bottom: 1px solid var(--line); }
tbody th { padding-top: 1rem; font-weight: 600; }
caption { padding: .4rem .7rem; text-align: left; font-weight: 600; }
tbody tr:nth-child(even) { background: var(--tint); }
.prose { min-width: 20rem; }
.name { white-space: nowrap; }
.number { text-align: right; white-space: nowrap; }
.change { display: block; color: var(--quiet); font-size: .8rem; white-space: pre-line; }
figure { margin: 1.5rem 0; }
figure img { max-width: 100%; height: auto; }
pre { background: var(--tint); padding: .8rem 1rem; overflow-x: auto; font-size: .85rem; }
details { margin: .6rem 0; }
summary { cursor: pointer; color: var(--accent); }
.printed { display: none; }
@page { size: A4 landscape; margin: 12mm; }
@media print {
  body { font-size: 9.5pt; }
  main { max-width: none; padding: 0; }
  p, li { max-width: none; }
  .scroll { overflow: visible; }
  table { width: 100%; table-layout: auto; font-size: 7.5pt; }
  th, td { padding: .2rem .35rem; overflow-wrap: break-word; }
  thead { display: table-header-group; }
  tr, figure, pre { break-inside: avoid; }
  h1, h2 { break-after: avoid; }
  .prose { min-width: 0; }
  .name, .number { white-space: normal; }
  td.name { overflow-wrap: anywhere; min-width: 7rem; }
  .change { font-size: 6.5pt; }
  figure img { max-height: 165mm; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  details { display: none; }
  .printed { display: block; }
}
"""


def page(title: str, parts: Iterable[str]) -> str:
    """A whole document; `parts` are HTML already."""
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="{TAGS[now()]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def paragraph(text: str, kind: str = "") -> str:
    return f'<p class="{kind}">{escape(text)}</p>' if kind else f"<p>{escape(text)}</p>"


def appendix(summary: str, body: str, elsewhere: str) -> str:
    """A long section: closed on a screen; replaced on paper by a line on where it is."""
    instead = _("{summary}. Not printed: {elsewhere}.").format(summary=summary, elsewhere=elsewhere)
    return (
        f"<details><summary>{escape(summary)}</summary>{body}</details>"
        f'<p class="printed quiet">{escape(instead)}</p>'
    )
