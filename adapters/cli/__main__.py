"""`python -m adapters.cli`: the same as `coffee-rounds`."""

from adapters.cli import main

if __name__ == "__main__":
    main()
