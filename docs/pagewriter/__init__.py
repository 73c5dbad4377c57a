"""Writes the pages of the site that follow from the program, and runs the commands that its pages show."""
