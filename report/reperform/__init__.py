"""Re-performing a release: built again from its own raw files, and computed again by a second engine."""
