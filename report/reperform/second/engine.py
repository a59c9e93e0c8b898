"""DataFusion: Arrow tables in, one SELECT, one Arrow table out. Nothing but a SELECT is run."""

from __future__ import annotations

import datafusion
import pyarrow

from report.reperform.transpile import translate
from report.reperform.transpile.kinds import sql_type
from report.reperform.transpile.unexpressed import NotExpressed, Unexpressed
from warehouse.model import Model

NAME = "DataFusion"


class Engine:
    """The tables computed so far, and the engine that computes the next."""

    def __init__(self) -> None:
        config = datafusion.SessionConfig().with_target_partitions(1)
        config = config.set("datafusion.sql_parser.parse_float_as_decimal", "true")
        self._context = datafusion.SessionContext(config)
        self._types: dict[str, dict[str, str]] = {}

    @property
    def version(self) -> str:
        """The engine's version."""
        return str(datafusion.__version__)

    def add(self, name: str, table: pyarrow.Table) -> None:
        """Make a table known under a name."""
        batches = table.to_batches() or [pyarrow.RecordBatch.from_pylist([], schema=table.schema)]
        self._context.register_record_batches(name, [batches])
        self._types[name] = {field.name: sql_type(field.type) for field in table.schema}

    def run(self, model: Model) -> tuple[pyarrow.Table, tuple[str, ...]]:
        """Return a model's table, and the names of the rules that its SQL was rewritten by.

        Raises:
            NotExpressed: If the model holds what the engine cannot express, or the engine refuses it.
        """
        known = {table: self._types[table] for table in model.upstream}
        translated = translate(model.sql, known, model.where)
        only_select = (
            datafusion.SQLOptions()
            .with_allow_ddl(allow=False)
            .with_allow_dml(allow=False)
            .with_allow_statements(allow=False)
        )
        try:
            frame = self._context.sql_with_options(translated.sql, only_select)
            return frame.to_arrow_table(), translated.rules
        except Exception as error:
            why = " ".join(str(error).split())
            raise NotExpressed(
                [Unexpressed(f"{NAME} refuses the query: {why}", model.where, 0)]
            ) from error
