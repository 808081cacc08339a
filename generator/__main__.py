"""`python -m generator` is the command `badges`."""

from generator.cli.main import main

if __name__ == "__main__":
    main()
