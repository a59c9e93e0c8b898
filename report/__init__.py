"""From the warehouse's tables to what is published: figures, tables, pages. Without an orchestrator."""
