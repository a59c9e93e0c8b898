"""Sources: the register, the readers, the schemas and the checks of raw files."""
