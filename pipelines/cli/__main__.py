"""`python -m pipelines.cli`: the command line where the script `annual-report` is not on the path."""

from pipelines.cli import main

main()
