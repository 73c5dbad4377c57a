"""Rules: their syntax, their reading, their check before they run, and their compilation."""
