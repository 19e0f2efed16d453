"""What the Makefile and the continuous build run: set-up, checks, catalogues, tests."""
