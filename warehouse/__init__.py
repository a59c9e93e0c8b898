"""From raw files to checked, traceable tables, without an orchestrator."""

from warehouse.former_names import keep_former_names

keep_former_names()
