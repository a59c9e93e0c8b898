"""The truth conditions of a project: the standard table, with the widths that the project sets itself."""

from __future__ import annotations

from numbertext.condition_table import conditions_in, standard, with_own
from numbertext.conditions import Conditions
from warehouse.definitions import read_yaml
from warehouse.project import Project


def conditions_of(project: Project) -> Conditions:
    """Return the conditions that a project's texts are judged by: its own stand in `report/conditions.yaml`.

    Raises:
        DefinitionError: If the file is not readable as YAML.
        ConditionError: If a row of the project has an id that the standard table has not, or is wrong.
    """
    path = project.conditions
    if not path.is_file():
        return standard()
    where = project.shown(path)
    return with_own(conditions_in(read_yaml(path, where), where))
