"""The experiments, a folder each; adding one is adding a folder.

A folder `experiments/kinds/NAME/` holds

- `__init__.py`: what the experiment asks, as the docstring; nothing is imported there;
- `options.py`: `OPTIONS`, the class of its options with defaults and descriptions, and `TABLES`,
  what each table of its output folder holds;
- `experiment.py`: `run(study)`, which does the runs and leaves the output folder; options are read
  first of all, or the class of options says what is (`read_first`);
- `summary.py`: `show(results)`, which prints what was found;
- `figures.py`: `FIGURES`, functions of the results that return a Matplotlib figure, by name;
- further files as it needs them, each with one noun.

The command line, the functions of `experiments`, help, defaults and `results.plot` are derived
from these. Nothing else has to be written to add an experiment.
"""
