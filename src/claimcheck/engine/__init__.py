"""Engines: what finds the matches of rules among claims."""
