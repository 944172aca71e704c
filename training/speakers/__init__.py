"""How the scorer of speakers was made."""
