"""Signatures, docstrings and help of the experiments, made from their options.

`python -m experiments.signatures` writes `experiments/api.pyi` for editors and type checkers.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from inspect import Parameter, Signature
from keyword import iskeyword
from os import PathLike
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from experiments.config import catalogue, kinds
from experiments.config.errors import InputError, as_written
from experiments.config.options import Accepts, Options, experiment_fields
from experiments.config.society_options import SOCIETIES
from experiments.language import _, breadth, fill, marked

if TYPE_CHECKING:
    from experiments.reporting.results import Results

STUB = Path(__file__).with_name("api.pyi")
WIDTH = 100
STEP = "    "
OVERRIDES, SETTINGS, MORE = "overrides", "settings", "more"
LEVERS, SCENARIOS = "levers", catalogue.SCENARIOS
LEVERS_TEXT = (
    "Levers of Python, each a scenario of its own: [OneTable(connected_share=0.4)]. Without "
    "scenarios these are all. A mapping is settings of levers instead."
)
OVERRIDES_TEXT = 'Overrides as on the command line, such as "territory=community".'
SETTINGS_TEXT = (
    'Settings of the model by their paths: {"levers.one_table.coverage": 0.5}. They hold in the '
    "baseline and in every scenario."
)
MORE_TEXT = 'The same, each by name: workday={...}, or **{"levers.one_table.coverage": 0.5}.'
SOCIETY = {
    "territory": marked(
        "The place: the name of a territory, the path of a file, or settings of one."
    ),
    "warmup_days": marked("Working days before measurement and before reforms begin."),
    "horizon_days": marked("Working days that are measured; a year has 250."),
}
"""Settings of the model that every function has as parameters."""
ALL_OF_THEM, FIRST_OF_THEM = marked("Ensemble: all."), marked("Ensemble: the first {n}.")
"""What `ensemble` means as the societies of an experiment."""
SMALL = {
    "societies": 4,
    "replications": 2,
    "draws": 20,
    "trajectories": 4,
    "samples": 128,
    "permutations": 2,
    "years": 1,
}
"""Values for a quick example; larger where an option does not allow so little."""
USUAL = "usual_societies"
"""What options have that run over plausible societies."""
GIVEN = {"from": "outputs/compare"}
"""Values of options without which there is no example."""
WITHOUT_TERRITORY = ("evidence", "export", "store", "verify")
"""Experiments that run no society of a territory."""
RAISES = {
    "InputError": "An argument, a file or a folder is invalid.",
    "SettingsError": "A setting of the model has a value that is not allowed.",
    "RunError": "Runs failed, or stored results are damaged.",
}
PLACE = "str | PathLike[str] | Mapping[str, Any]"
HEAD = '''\
"""The functions of the experiments. Made by `python -m experiments.signatures`; do not edit."""

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any, Literal

from experiments.reporting.results import Results
from sim.levers import Lever
'''
USAGE_END = marked(
    "Put quotes around an argument with brackets: 'scenarios=[one_table]'. Any setting of the "
    "model is an\noption too, such as levers.one_table.coverage=0.5; unburden experiment={name} "
    "--cfg job lists all of\nthem. unburden --help lists experiments and scenarios."
)
Run = Callable[..., "Results"]


def function(name: str, run: Run) -> Run:
    """`run` under the name, signature and docstring of an experiment's function.

    `run` takes the name, overrides, and values by their keys.
    """

    def called(
        *overrides: str, settings: Mapping[str, Any] | None = None, **chosen: Any
    ) -> Results:
        if settings is not None and not (
            isinstance(settings, Mapping) and all(isinstance(key, str) for key in settings)
        ):
            allowed = 'should be {"path": value}, such as {"obligations.overlap": 0}'
            raise InputError(SETTINGS, settings, allowed)
        if not isinstance(chosen.get(LEVERS), Mapping):
            chosen = _with_levers(name, chosen)
        if twice := sorted({*(settings or {})} & {*chosen}):
            raise InputError(twice[0], chosen[twice[0]], f"is given twice, in {SETTINGS} too")
        options = {_option(key): value for key, value in chosen.items()}
        return run(name, overrides, {**(settings or {}), **options})

    called.__name__ = called.__qualname__ = name
    called.__module__ = f"{__package__}.api"
    called.__doc__ = docstring(name)
    called.__signature__ = signature(name)  # type: ignore[attr-defined]
    return called


def _with_levers(name: str, chosen: dict[str, Any]) -> dict[str, Any]:
    """The options with levers of Python as scenarios. Raises InputError."""
    levers = chosen.pop(LEVERS, ())
    if not levers:
        return chosen
    if SCENARIOS not in experiment_fields(kinds.options(name)):
        raise InputError(LEVERS, levers, f"{name} has no scenarios; settings={{...}} sets levers")
    from experiments.config import lever_scenario

    given = chosen.get(SCENARIOS, ())
    named = [given] if isinstance(given, str) else [*given]
    return {**chosen, SCENARIOS: [*named, *lever_scenario.of(levers)]}


def signature(name: str) -> Signature:
    """Overrides by position; options of the experiment and of every experiment by name."""
    keywords = [
        Parameter(
            parameter_name(key), Parameter.KEYWORD_ONLY, default=default, annotation=annotation
        )
        for key, annotation, default, _ in parameters(name)
    ]
    return Signature(
        [
            Parameter(OVERRIDES, Parameter.VAR_POSITIONAL, annotation="str"),
            *keywords,
            Parameter(MORE, Parameter.VAR_KEYWORD, annotation="Any"),
        ],
        return_annotation="Results",
    )


def docstring(name: str) -> str:
    """Purpose, parameters, tables that are returned, errors, and an example."""
    entries = [_entry(f"*{OVERRIDES} : str", OVERRIDES_TEXT)]
    for key, annotation, default, description in parameters(name):
        meaning = description.replace("null", "None")
        head = f"{parameter_name(key)} : {annotation}"
        line = f"{head}, default {_literal(default)}"
        if len(line) > WIDTH - len(STEP):
            # The head of a parameter is one line for what reads docstrings.
            line, meaning = head, f"{meaning} Default: {_literal(default)}."
        entries.append(_entry(line, meaning))
    entries.append(_entry(f"**{MORE}", MORE_TEXT))
    tables = [_entry(f".{key}", text) for key, text in kinds.tables(name).items()]
    given = _example(name).items()
    arguments = ", ".join(f"{parameter_name(key)}={_literal(value)}" for key, value in given)
    example = f">>> from unburden import {name}\n>>> results = {name}({arguments})"
    first = next(iter(kinds.tables(name)))
    return "\n\n".join(
        (
            kinds.purpose(name),
            _section("Parameters", entries),
            _section("Returns", [_entry("Results", "Tables of the output folder:"), *tables]),
            _section("Raises", [_entry(error, text) for error, text in RAISES.items()]),
            _section("Example", [f"{example}\n>>> table = results.{first}"]),
        )
    )


def parameter_name(option: str) -> str:
    """The parameter of an option: a keyword of Python has an underscore at its end."""
    return f"{option}_" if iskeyword(option) else option


def _option(parameter: str) -> str:
    option = parameter.removesuffix("_")
    return option if iskeyword(option) else parameter


def usage(name: str) -> str:
    """The options of an experiment, with defaults, as the command line has them.

    In the language in use; docstrings are in English.
    """
    rows = [
        _entry(f"{key}={as_written(default)}", description)
        for key, _annotation, default, description in parameters(name, _)
        if key not in (SETTINGS, LEVERS)
    ]
    tables = [_entry(key, _(text)) for key, text in kinds.tables(name).items()]
    example = " ".join(f"{key}={as_written(value)}" for key, value in _example(name).items())
    parts = (
        f"unburden experiment={name}\n{_(kinds.purpose(name))}",
        _section(_("A quick example"), [f"{STEP}unburden experiment={name} {example}".rstrip()]),
        _section(_("Options with their defaults (write key=value)"), rows),
        _section(_("Tables in the output folder (outputs/{name})").format(name=name), tables),
        _(USAGE_END).format(name=name),
    )
    return "\n\n".join(parts) + "\n"


def _example(name: str) -> dict[str, Any]:
    """Arguments with which the experiment is quickly done."""
    small: dict[str, Any] = {}
    kind = kinds.options(name)
    fields = experiment_fields(kind)
    for key, field in fields.items():
        if key in GIVEN:
            small[key] = GIVEN[key]
        elif key == SOCIETIES:
            if hasattr(kind, USUAL):
                small[key] = max(SMALL[key], getattr(kind, "least_societies", 0))
        elif key in SMALL and not (key == "draws" and SOCIETIES in fields):
            least = [each.ge for each in field.metadata if hasattr(each, "ge")]
            most = [] if field.default is None else [field.default]
            small[key] = min([max(SMALL[key], *least, 0), *most])
    return small if name in WITHOUT_TERRITORY else {"territory": "community", **small}


def stub() -> str:
    """The text of `experiments/api.pyi`."""
    names = "".join(f'{STEP}"{name}",\n' for name in kinds.names())
    parts = [f"{HEAD}\n__all__ = [\n{names}]\n"]
    for name in kinds.names():
        lines = [f"{STEP}*{OVERRIDES}: str,"]
        for key, annotation, default, _text in parameters(name):
            line = f"{STEP}{parameter_name(key)}: {annotation} = {_literal(default)},"
            lines.append(
                line if len(line) <= WIDTH else f"{STEP}{parameter_name(key)}: {annotation} = ...,"
            )
        lines.append(f"{STEP}**{MORE}: Any,")
        signature = "\n".join(lines)
        text = indent(f'"""{docstring(name)}\n"""', STEP, lambda line: line.strip() != "")
        parts.append(f"def {name}(\n{signature}\n) -> Results:\n{text}\n")
    return "\n".join(parts)


def parameters(
    name: str, translated: Callable[[str], str] = str
) -> Iterator[tuple[str, str, Any, str]]:
    """Name, type, default and description of each parameter with a name, as text and value."""
    kind = kinds.options(name)
    shared = [
        (key, kind.model_fields[key])
        for key in Options.model_fields
        if not kind.model_fields[key].exclude and key not in experiment_fields(kind)
    ]
    society = _society()
    for key, field in experiment_fields(kind).items():
        description = translated(str(field.description))
        if key == SOCIETIES and hasattr(kind, USUAL):
            usual = getattr(kind, USUAL)
            ensemble = translated(ALL_OF_THEM if usual is None else FIRST_OF_THEM)
            description = f"{description} {ensemble.format(n=usual)}"
        yield key, _annotation(key, field), _default(field), description
        if key == SCENARIOS:
            yield LEVERS, "Sequence[Lever] | Mapping[str, Any]", (), LEVERS_TEXT
    for key, description in SOCIETY.items():
        annotation = PLACE if catalogue.built_in(key) else "int"
        yield key, annotation, society[key], translated(description)
    yield SETTINGS, "Mapping[str, Any] | None", None, SETTINGS_TEXT
    for key, field in shared:
        yield key, _annotation(key, field), _default(field), translated(str(field.description))


def _society() -> dict[str, Any]:
    """Defaults of the settings in SOCIETY, from the configuration."""
    tree = catalogue.read(catalogue.folder() / "unburden.yaml")
    groups = {
        key: value
        for entry in tree.get("defaults", [])
        if isinstance(entry, Mapping)
        for key, value in entry.items()
    }
    return {key: tree.get(key, groups.get(key)) for key in SOCIETY}


def _default(field: FieldInfo) -> Any:
    """The default as a user gives it: an option of a group by its name."""
    value = field.get_default(call_default_factory=True, validated_data={})
    if isinstance(value, BaseModel):
        value = {key: part for key, part in value if part is not None}
    return value["name"] if isinstance(value, dict) and "name" in value else value


def _annotation(key: str, field: FieldInfo) -> str:
    """The type that the function takes, as text."""
    accepted = _alternatives(Annotated[field.annotation, *field.metadata] if field.metadata
                         else field.annotation)  # fmt: skip
    text = " | ".join(dict.fromkeys(_type_text(part) for part in accepted))
    return f"str | {text}" if catalogue.built_in(key) else text


def _alternatives(annotation: Any) -> list[Any]:
    """The alternatives of a type as options have it, in the types that a function takes."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *metadata = get_args(annotation)
        accepts = [each.type for each in metadata if isinstance(each, Accepts)]
        return _alternatives(accepts[-1] if accepts else inner)
    if origin in (Union, types.UnionType):
        return [part for each in get_args(annotation) for part in _alternatives(each)]
    return [annotation]


def _type_text(part: Any) -> str:
    if part is None or part is type(None):
        return "None"
    if isinstance(part, type) and issubclass(part, BaseModel):
        return "Mapping[str, Any]"
    origin, args = get_origin(part), get_args(part)
    if origin is Literal:
        return f"Literal[{', '.join(_literal(each) for each in args)}]"
    if origin in (tuple, Sequence):
        return f"Sequence[{_union_text(args[0])}]"
    if origin in (dict, Mapping):
        return f"Mapping[{', '.join(_union_text(each) for each in args)}]"
    if origin is PathLike:
        return f"PathLike[{_union_text(args[0])}]"
    return "Any" if part is Any else str(part.__name__)


def _union_text(annotation: Any) -> str:
    return " | ".join(dict.fromkeys(_type_text(part) for part in _alternatives(annotation)))


def _literal(value: Any) -> str:
    """The value as Python, with double quotes."""
    if isinstance(value, str):
        return '"' + value.replace('"', '\\"') + '"'
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_literal(k)}: {_literal(v)}" for k, v in value.items()) + "}"
    if isinstance(value, tuple):
        inner = ", ".join(map(_literal, value))
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return repr(value)


def _entry(head: str, text: str) -> str:
    wide = WIDTH - len(STEP)
    unbroken = {"break_long_words": False, "break_on_hyphens": False}
    first = fill(head, wide, "", STEP * 2, **unbroken)
    return f"{first}\n{fill(text, wide, STEP, STEP, **unbroken)}"


def _section(title: str, entries: Sequence[str]) -> str:
    return "\n".join((title, "-" * breadth(title), *entries))


if __name__ == "__main__":
    STUB.write_text(stub(), encoding="utf-8")
