"""`python -m rowlineage`, the same as the command `rowlineage`."""

from rowlineage.command import main

if __name__ == "__main__":
    raise SystemExit(main())
