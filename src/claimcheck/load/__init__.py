"""Reading a dossier from its files."""
