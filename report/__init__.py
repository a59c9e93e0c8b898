"""From the warehouse's tables to what is published: figures, tables, pages. Without an orchestrator."""

from warehouse.former_names import keep_former_names

keep_former_names()
