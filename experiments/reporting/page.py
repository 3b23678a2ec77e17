"""Self-contained HTML pages: no script, no outside asset; for a screen, a phone, and A4."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from experiments.language import TAGS, _, now

STYLE = """
:root { --ink: #1c2430; --quiet: #55606e; --line: #d9dee5; --tint: #f5f7fa; --accent: #00588a; }
* { box-sizing: border-box; }
body {
  margin: 0; color: var(--ink); overflow-wrap: break-word;
  font: 16px/1.55 system-ui, "Segoe UI", "Noto Sans", "PingFang SC", "Microsoft YaHei",
    "Noto Sans CJK SC", sans-serif;
}
main { max-width: 64rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 .6rem; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.6rem 0 .6rem; }
h3 { font-size: 1em; margin: 1.1rem 0 .2rem; }
p, li { max-width: 50rem; margin: .5rem 0; }
.quiet { color: var(--quiet); font-size: .9em; }
.answer {
  border-left: .3rem solid var(--accent); background: var(--tint); margin: 1.4rem 0;
  padding: .3rem 1.2rem .9rem;
}
.answer h2 { margin-top: .8rem; }
.answer h3 { color: var(--accent); }
.answer p { margin: .1rem 0; }
.answer .quiet { margin-top: .9rem; }
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
thead .number { white-space: normal; }
.change { display: block; color: var(--quiet); font-size: .8rem; white-space: pre-line; }
.text .change { min-width: 9rem; }
.detailed tbody tr { background: none; }
.detailed .number .change { white-space: pre; }
.detailed tr.led { border-bottom: 0; break-after: avoid; }
.more { padding-top: 0; color: var(--quiet); overflow-wrap: anywhere; }
.more span { margin-right: 1rem; }
.more b { font-weight: 600; color: var(--ink); margin-right: .2rem; }
figure { margin: 1.2rem 0; }
figure img { max-width: 100%; height: auto; }
.sideways { display: none; }
code { font-size: .9em; overflow-wrap: anywhere; }
pre {
  background: var(--tint); padding: .8rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere;
  font-size: .85rem;
}
details { border-top: 1px solid var(--line); padding: .5rem 0; }
details:last-of-type { border-bottom: 1px solid var(--line); }
summary { cursor: pointer; color: var(--accent); }
summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
summary h2 { display: inline; font-size: 1.05rem; margin: 0; }
.printed { display: none; }
@media (max-width: 40rem) {
  main { padding: 1.2rem 1rem 3rem; }
  h1 { font-size: 1.4rem; }
  .answer { padding: .2rem .9rem .7rem; }
  .picture { overflow-x: auto; border: 1px solid var(--line); }
  .picture img { display: block; max-width: none; width: 42rem; }
  .sideways { display: block; }
  .cards thead { display: none; }
  .cards, .cards tbody, .cards tr, .cards td { display: block; width: 100%; }
  .cards tr { padding: .6rem 0; }
  .cards td { display: flex; justify-content: space-between; gap: 1rem; padding: .2rem .5rem; }
  .cards td.number { white-space: normal; }
  .cards td > span { flex: none; max-width: 60%; text-align: right; }
  .cards td:first-child > span { max-width: none; text-align: left; }
  .cards .text .change { min-width: 0; }
  .cards th { display: block; width: 100%; }
  .cards tr.led { padding-bottom: 0; }
  .cards tr.led + tr { padding-top: 0; }
  .cards td.more:first-child { font-weight: normal; }
  .cards .more span { display: block; margin: .1rem 0; }
  .cards td:has(> span:empty) { display: none; }
  .cards td:first-child { display: block; font-weight: 600; }
  .cards td:first-child .change { font-weight: normal; }
  .cards td::before { content: attr(data-label); color: var(--quiet); text-align: left; }
  .cards td:first-child::before { content: none; }
}
@page { size: A4; margin: 14mm 12mm; }
@media print {
  body { font-size: 9.5pt; line-height: 1.45; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 17pt; }
  h2 { font-size: 12.5pt; margin-top: 1.6rem; }
  p, li { max-width: none; }
  .scroll { overflow: visible; }
  table { width: 100%; table-layout: auto; font-size: 7.5pt; }
  th, td { padding: .18rem .3rem; overflow-wrap: break-word; }
  thead { display: table-header-group; }
  tr, figure, pre, .answer { break-inside: avoid; }
  h1, h2, h3, summary { break-after: avoid; }
  .prose { min-width: 34mm; }
  td.text { min-width: 13mm; }
  .name, .number { white-space: normal; }
  td.number { min-width: 15mm; }
  td.name { overflow-wrap: anywhere; min-width: 6rem; }
  .change { font-size: 6.5pt; }
  .text .change { min-width: 0; }
  .picture { overflow: visible; border: 0; }
  .picture img { max-width: 100%; width: auto; max-height: 225mm; }
  .sideways { display: none; }
  details { border: 0; padding: 0; }
  details::details-content { content-visibility: visible; block-size: auto; }
  summary { list-style: none; color: var(--ink); }
  summary::-webkit-details-marker { display: none; }
  summary h2 { display: block; margin-top: 1.6rem; font-size: 12.5pt; }
  details.aside { display: none; }
  .printed { display: block; }
}
"""


WIDE = """
main { max-width: 90rem; }
@page { size: A4 landscape; margin: 12mm; }
"""
ALLOWED = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""What a browser may load for a page: nothing but what is in it, and no script."""
CODE = re.compile(r"`([^`]+)`")


def page(title: str, parts: Iterable[str], wide: bool = False) -> str:
    """A whole document of parts in HTML; one of wide tables is printed across the sheet."""
    body = "\n".join(parts)
    style = STYLE + WIDE if wide else STYLE
    return (
        f'<!doctype html>\n<html lang="{TAGS[now()]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{ALLOWED}">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def heading(text: str, level: int = 2) -> str:
    """A heading of a level from 1 on."""
    return f"<h{level}>{escape(text)}</h{level}>"


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph; what stands between two ` is set as code."""
    return f'<p class="{kind}">{coded(text)}</p>' if kind else f"<p>{coded(text)}</p>"


def coded(text: str) -> str:
    """Text as HTML; what stands between two ` is set as code."""
    return CODE.sub(r"<code>\1</code>", escape(text))


def fold(title: str, *parts: str) -> str:
    """A part that is closed on a screen, under its heading, and open on paper; none if empty."""
    body = "\n".join(parts)
    if not body:
        return ""
    return f"<details><summary>{title}</summary>\n{body}</details>"


def appendix(summary: str, body: str, elsewhere: str) -> str:
    """A long part: closed on a screen; replaced on paper by a line on where it is."""
    instead = _("{summary}. Not printed: {elsewhere}.").format(summary=summary, elsewhere=elsewhere)
    return (
        f'<details class="aside"><summary>{escape(summary)}</summary>{body}</details>'
        f'<p class="printed quiet">{escape(instead)}</p>'
    )
