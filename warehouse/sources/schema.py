"""Schemas of raw tables: found in a project's `schemas/` folder or written inline, and fit to be checked row by row.

The rules themselves are content and belong to the modules of that folder; applying them belongs to `validate`.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import importlib.util
import json
import sys
import threading
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pyarrow
from pandera.api.checks import Check

from warehouse.errors import DefinitionError
from warehouse.folders import SCHEMAS
from warehouse.listing import listed
from warehouse.sources.inline import inline_schema

FOLDER = Path(SCHEMAS)
RESERVED = ("_row", "_nature")
_loading = threading.Lock()


def load_schema(root: Path, spec: str | Mapping[str, object], where: str) -> pa.DataFrameSchema:
    """Return the schema that a register entry names or spells out.

    Args:
        root: Project root; a named schema is read from its `warehouse/sources/schemas/` folder, by path, so that
            several projects can be read in one process.
        spec: `module.Class`, or the mapping of an inline schema.
        where: Register file and table named in errors.

    Raises:
        DefinitionError: The schema is not found, cannot be read, or reshapes rows instead of checking them.
    """
    schema = _named(root, spec, where) if isinstance(spec, str) else inline_schema(spec, where)
    refuse_reshaping(schema, where)
    return schema


def schema_fingerprint(root: Path, spec: str | Mapping[str, object]) -> str:
    """Return a SHA-256 that changes whenever the text of a schema changes.

    It covers the module named, every module of the same folder that it imports, and `warehouse.sources.fields`.
    """
    if not isinstance(spec, str):
        text = json.dumps(spec, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()
    folder = root / FOLDER
    texts: dict[str, str] = {}
    _collect(folder, spec.rpartition(".")[0], texts)
    fields = Path(__file__).with_name("fields.py").read_text(encoding="utf-8")
    whole = json.dumps([spec, fields, sorted(texts.items())])
    return hashlib.sha256(whole.encode()).hexdigest()


def _collect(folder: Path, name: str, texts: dict[str, str]) -> None:
    """Add the text of a module of the folder, and of those it imports, to `texts`."""
    path = folder / f"{name}.py"
    if name in texts or not path.is_file():
        return
    texts[name] = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(texts[name])):
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            is_sibling = node.level == 1 or module.startswith("warehouse.sources.schemas")
            if is_sibling:
                stem = module.removeprefix("warehouse.sources.schemas").strip(".")
                for sibling in [stem] if stem else [alias.name for alias in node.names]:
                    _collect(folder, sibling, texts)


def _named(root: Path, spec: str, where: str) -> pa.DataFrameSchema:
    name, _, class_name = spec.rpartition(".")
    path = root / FOLDER / f"{name}.py"
    if not name.isidentifier() or not path.is_file():
        raise DefinitionError(
            f"the schema {spec!r} is not found",
            where=where,
            expected=f"module.Class, with the file {FOLDER.as_posix()}/{name or 'module'}.py",
            remedy="write the schema module, or correct the entry",
        )
    with _loading:
        model: Any = getattr(_module(path, where), class_name, None)
        if not (isinstance(model, type) and issubclass(model, pa.DataFrameModel)):
            raise DefinitionError(
                f"{FOLDER.as_posix()}/{path.name} has no schema class {class_name!r}",
                where=where,
                expected="a class derived from pandera.pandas.DataFrameModel",
                remedy="write the class, or correct the entry",
            )
        schema: pa.DataFrameSchema = model.to_schema()  # type: ignore[attr-defined]
        return schema


def _module(path: Path, where: str) -> types.ModuleType:
    """Import a schema module by path, once for each content of its folder."""
    package = _package(path.parent)
    name = f"{package}.{path.stem}"
    if name in sys.modules:
        return sys.modules[name]
    try:
        return importlib.import_module(name)
    except (Exception, SystemExit) as error:
        raise DefinitionError(
            f"{FOLDER.as_posix()}/{path.name} cannot be imported: {type(error).__name__}: {error}",
            where=where,
            remedy="correct the schema module",
        ) from error


def _package(folder: Path) -> str:
    """Return the name of a package made of one folder at its present content."""
    folder = folder.resolve()
    digest = hashlib.sha256(str(folder).encode())
    for path in listed(folder, ".py"):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    name = f"_schemas_{digest.hexdigest()[:24]}"
    if name not in sys.modules:
        package = types.ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
    return name


def refuse_reshaping(schema: pa.DataFrameSchema, where: str) -> None:
    """Refuse a schema that changes rows, or whose checks cannot be told row by row.

    Raises:
        DefinitionError: The schema coerces, parses, filters or drops rows; a column is of a type without exact
            values; a check groups rows or looks at several at once; a key column is personal.
    """
    columns = schema.columns
    checks = [*schema.checks, *(check for column in columns.values() for check in column.checks)]
    faults = {
        "it coerces values": schema.coerce or any(c.coerce for c in columns.values()),
        "it has parsers": bool(schema.parsers) or any(c.parsers for c in columns.values()),
        "it drops rows": bool(schema.drop_invalid_rows),
        "it filters columns": schema.strict == "filter",
        "it fills in columns": bool(schema.add_missing_columns),
        "it has rules for an index": schema.index is not None,
        "it matches columns by pattern": any(c.regex for c in columns.values()),
        "it has no column": not columns,
        "it uses the names _row or _nature": any(name in RESERVED for name in columns),
        "a check looks at groups of rows": any(check.groupby for check in checks),
        "a check looks at all rows at once": any(_spans_rows(check) for check in checks),
        "a key column is personal": any(
            is_personal(columns[name]) for name in unique_keys_flat(schema) if name in columns
        ),
        "its unique key names a column that it does not have": any(
            name not in columns for name in unique_keys_flat(schema)
        ),
    }
    for name, column in columns.items():
        kind = arrow_type(column)
        faults[f"column {name} is of type {column.dtype}"] = kind is None or not _is_exact(kind)
    for fact, is_wrong in faults.items():
        if is_wrong:
            raise DefinitionError(
                f"the schema {schema.name or ''} cannot be used: {fact}".replace("  ", " "),
                where=where,
                expected="columns of the types in warehouse.sources.fields, and rules that are true or false of a row",
                remedy="check rows here; reshape them, or compare several rows, in SQL models and checks",
            )


def _spans_rows(check: Check) -> bool:
    return bool(check.registry_name == "unique_values_eq")


def unique_keys(schema: pa.DataFrameSchema) -> tuple[tuple[str, ...], ...]:
    """Return the sets of columns whose values may not come twice in a file."""
    whole = tuple(schema.unique or ())
    single = [(name,) for name, column in schema.columns.items() if column.unique]
    return ((whole,) if whole else ()) + tuple(single)


def unique_keys_flat(schema: pa.DataFrameSchema) -> tuple[str, ...]:
    """Return every column that is a part of a key."""
    return tuple(dict.fromkeys(name for key in unique_keys(schema) for name in key))


def is_personal(column: pa.Column) -> bool:
    """Return whether a column's values may not leave the raw file."""
    return bool((column.metadata or {}).get("personal"))


def kept_columns(schema: pa.DataFrameSchema) -> dict[str, bool]:
    """Return the columns that reach the table, and whether the values of each can be added up."""
    kinds = {
        n: arrow_type(column) for n, column in schema.columns.items() if not is_personal(column)
    }
    return {name: kind is not None and _is_number(kind) for name, kind in kinds.items()}


def units_of(schema: pa.DataFrameSchema) -> dict[str, str]:
    """Return the units that the columns of a schema have."""
    units = {name: (column.metadata or {}).get("unit") for name, column in schema.columns.items()}
    return {name: str(unit) for name, unit in units.items() if unit}


def arrow_type(column: pa.Column) -> pyarrow.DataType | None:
    """Return the Arrow type of a column, or None where it is of another kind."""
    native = getattr(column.dtype, "type", None)
    return native.pyarrow_dtype if isinstance(native, pd.ArrowDtype) else None


def _is_number(kind: pyarrow.DataType) -> bool:
    is_kind = pyarrow.types
    return bool(is_kind.is_integer(kind) or is_kind.is_decimal(kind) or is_kind.is_boolean(kind))


def _is_exact(kind: pyarrow.DataType) -> bool:
    is_kind = pyarrow.types
    return bool(
        is_kind.is_signed_integer(kind)
        or is_kind.is_string(kind)
        or is_kind.is_date32(kind)
        or is_kind.is_boolean(kind)
        or is_kind.is_decimal128(kind)
    )
