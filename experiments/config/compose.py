"""From overrides to a study: Hydra composes, and nothing is resolved or instantiated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from hydra import compose as hydra_compose
from hydra import initialize_config_dir
from hydra.core.hydra_config import HydraConfig
from hydra.core.override_parser.overrides_parser import OverridesParser
from omegaconf import DictConfig, OmegaConf

from experiments.config import (
    catalogue,
    evidence_file,
    hydra,
    interpolation,
    override_syntax,
    place_file,
    saved_config,
    user_configs,
)
from experiments.config.catalogue import options
from experiments.config.errors import InputError, unknown_key
from experiments.config.place_reader import KEY as TERRITORY
from experiments.config.python_values import as_overrides, plain_value
from experiments.config.schema import CONFIG, known_keys, register
from experiments.config.study import Study
from sim.settings import Settings
from sim.settings.nested import Tree, grow, leaves, overlay, pick


def compose(
    *overrides: str, values: Mapping[str, Any] | None = None, start: Path | None = None
) -> Study:
    """The study that overrides of the command line and values of Python describe.

    Parameters
    ----------
    overrides
        Arguments such as "territory=community".
    values
        Values of Python by their keys, such as {"replications": 4}.
    start
        A file that `--cfg job` wrote; its values take the place of defaults.

    Raises
    ------
    InputError
        A key or value is invalid.
    """
    plain = {key: plain_value(value, key) for key, value in (values or {}).items()}
    choices = {
        key: value for key, value in plain.items() if isinstance(value, str) and options(key)
    }
    plain = {key: value for key, value in plain.items() if key not in choices}
    overrides = (*overrides, *as_overrides(choices))
    override_syntax.check(overrides)
    override_syntax.check_duplicates([*overrides, *as_overrides(plain)])
    arguments = (*overrides, *as_overrides(plain))
    overrides, file = place_override(overrides)
    saved = None if start is None else saved_config.read(start)
    study = _composed(overrides if saved is None else saved.with_experiment(overrides))
    if saved is not None:
        study = saved.applied_to(study, _overridden_values(overrides, study))
    # Before all that refers to evidence, of which there may be the user's own.
    evidence = evidence_file.read(study.experiment, overlay(study.options, grow(plain)))
    study = replace(study, evidence=evidence)
    if plain:
        study = _with_values(study, plain)
    study = replace(study, arguments=arguments)
    return study if file is None else _with_place(study, file)


def _with_place(study: Study, file: str) -> Study:
    """The study at the place that a file describes; overrides win over what the file says."""
    place = place_file.read(file, study.ledger)
    society = overlay(overlay(study.society, place.settings), study.overrides)
    place_file.refuse(place, society, study.overrides, study.ledger)
    return replace(study, society=society, place=place)


def place_override(overrides: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
    """The overrides without the one that names the file of a place, and that file; None if none."""
    kept, file = [], None
    for override in overrides:
        key, _, text = override.partition("=")
        if key == TERRITORY and place_file.is_file_name(text.strip("'\"")):
            file = str(OverridesParser.create().parse_override(override).value())
        else:
            kept.append(override)
    return tuple(kept), file


def _composed(overrides: Sequence[str]) -> Study:
    """What Hydra makes of overrides that were checked before."""
    _refuse_unknown(overrides)
    folder = catalogue.user_folder()
    search = {} if folder is None else {"hydra.searchpath": [f"file://{folder.resolve()}"]}
    try:
        with hydra.isolated(), initialize_config_dir(str(catalogue.folder()), version_base="1.3"):
            register()
            every = [*overrides, *as_overrides(search)]
            cfg = hydra_compose(CONFIG, every, return_hydra_config=True)
            HydraConfig.instance().set_config(cfg)
            return _study(cfg, overrides)
    except hydra.ERRORS as error:
        raise hydra.as_input_error(error, overrides, known_keys(overrides)) from error


def _refuse_unknown(overrides: Sequence[str]) -> None:
    """Raises InputError, as Hydra would in the end, for a key of which no part is known."""
    known = known_keys(overrides)
    first = {key.partition(".")[0] for key in known}
    for override in overrides:
        key, _, value = override.partition("=")
        if not key.startswith("+") and key.partition(".")[0] not in first:
            raise InputError(key, value, unknown_key(key, known))


def _study(cfg: DictConfig, overrides: Sequence[str]) -> Study:
    """A composed config as a study. Raises InputError for a key that nothing reads."""
    chosen: Tree = {}
    settings: Tree = {}
    named = HydraConfig.get().runtime.choices["experiment"]
    experiment = user_configs.base_experiment(named)
    task = list(HydraConfig.get().overrides.task)
    tree = OmegaConf.to_container(cfg, resolve=False)
    assert isinstance(tree, dict)
    tree.pop("hydra", None)
    catalogue.reject_code(tree)
    tree = interpolation.resolved(tree)
    allowed = {key.partition(".")[0] for key in known_keys([f"experiment={experiment}"])}
    allowed -= {"experiment"}
    for key, value in tree.items():
        if key in Settings.model_fields:
            settings[str(key)] = value
        elif key in allowed:
            chosen[str(key)] = value
        else:
            raise InputError(str(key), value, unknown_key(str(key), sorted(allowed)))
    own_name = "" if named == experiment else named
    overridden = _overridden_settings(task, settings)
    return Study(experiment, settings, chosen, overridden, (*overrides,), own_name=own_name)


def _with_values(study: Study, values: Mapping[str, Any]) -> Study:
    """The study with values of Python. Raises InputError for an unknown key."""
    keys = known_keys([f"experiment={study.experiment}"])
    society, chosen, overrides = study.society, study.options, study.overrides
    for key, value in values.items():
        catalogue.reject_code({key: value})
        if key not in keys and not any(known.startswith(f"{key}.") for known in keys):
            raise InputError(key, value, unknown_key(key, keys))
        if not isinstance(value, Mapping) and (fault := override_syntax.option_fault(key, value)):
            raise InputError(key, value, fault)
        row = grow({key: value})
        if key.partition(".")[0] in Settings.model_fields:
            society, overrides = overlay(society, row), overlay(overrides, row)
        else:
            chosen = overlay(chosen, row)
    return replace(study, society=society, options=chosen, overrides=overrides)


def _overridden_values(overrides: Sequence[str], study: Study) -> Tree:
    """All that overrides set, options of groups as the values that these hold."""
    tree = {**study.options, **study.society}
    rows: dict[str, Any] = {}
    for override in OverridesParser.create().parse_overrides(list(overrides)):
        key, value = override.key_or_group, override.value()
        is_option = options(key) and not isinstance(value, dict)
        below = leaves(tree.get(key, {}), key) if is_option else leaves({key: value})
        for path, _ in below:
            rows.update(_row(tree, path))
    return grow(rows)


def _overridden_settings(overrides: Sequence[str], settings: Tree) -> Tree:
    """Settings of the model that overrides set; choosing an option of a group is not that."""
    rows: dict[str, Any] = {}
    for override in OverridesParser.create().parse_overrides(list(overrides)):
        key, value = override.key_or_group, override.value()
        if options(key) and not isinstance(value, dict):
            continue
        for path, _ in leaves(value, key) if isinstance(value, dict) else [(key, value)]:
            rows.update(_row(settings, path))
    return grow(rows)


def _row(tree: Tree, path: str) -> Tree:
    """Path and value of a key, of the list where it is an item of one; empty if it is not there."""
    while path:
        try:
            return {path: pick(tree, path)}
        except KeyError:
            path = path.rpartition(".")[0]
    return {}
