"""The page on settings by purpose: path, default, unit and meaning, from the classes."""

from __future__ import annotations

from docs.pages.table import anchor, code, table
from sim.parameters import Group, evidence_of
from sim.settings import Settings, default_ledger
from tests.odd.parameters import groups, ledger_rows, own, purpose, shown

PURPOSES = {
    "The run and the place": ("", "territory"),
    "Workers and their day": ("organisation", "workday"),
    "What is demanded of communities": ("obligations",),
    "Issues of residents": ("issues", "residents"),
    "Departments": ("departments",),
    "Rival accounts of how work is done": ("structures",),
    "Mechanisms that can be switched off": ("rules",),
}
"""Groups of settings, by what somebody wants to change; levers have a page of their own."""
ELSEWHERE = ("levers", "shocks")
HEAD = """\
# Settings by purpose

Any setting may be given on the command line, `path=value`, or from Python,
`compare(settings={"path": value})`. It then holds in the baseline and in every scenario. This page
has the path, the default, the unit and the meaning. `sim/PARAMETERS.md` has ranges and evidence as
well. Settings of levers and shocks are under [levers](levers.md).
"""


def page() -> str:
    """The whole page."""
    parts, contents = [HEAD], []
    for title, heads in PURPOSES.items():
        names = [name for head in heads for name in ([head] if head else own(Settings))]
        contents.append((f"[{title}](#{anchor(title)})", ", ".join(map(code, names))))
        parts.append(f"## {title}")
        for path, group, _ in groups(Settings):
            if path.partition(".")[0] in heads and own(group):
                parts.append(_group(path, group))
    parts.insert(1, table(("what you want to change", "paths begin with"), contents))
    return "\n\n".join(parts) + "\n"


def unplaced() -> list[str]:
    """Groups of settings that no purpose has, and that are not described elsewhere."""
    placed = {*ELSEWHERE, *(name for heads in PURPOSES.values() for name in heads)}
    return sorted({path.partition(".")[0] for path, _, _ in groups(Settings)} - placed)


def _group(path: str, group: type[Group]) -> str:
    rows = [_row(path, name, group) for name in own(group)]
    title = f"### {path or 'the run'}\n\n{purpose(group)}"
    return f"{title}\n\n{table(('setting', 'default', 'unit', 'meaning'), rows)}"


def _row(path: str, name: str, group: type[Group]) -> tuple[str, ...]:
    field = group.model_fields[name]
    full = code(f"{path}.{name}" if path else name)
    reference = evidence_of(field, path.rpartition(".")[2])
    if reference is None:
        return full, shown(field.default), "", field.description or ""
    row = ledger_rows()[reference]
    return full, shown(default_ledger().setting(reference)), row["unit"], row["meaning"]
