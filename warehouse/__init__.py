"""From raw files to checked, traceable tables, without an orchestrator."""
