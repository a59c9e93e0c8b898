"""From checked raw tables to the tables of an edition: steps, gates and immutable generations."""
