"""The wiring: Dagster definitions, partitions, jobs, schedules and sensors, and the command line."""
