"""What is asked for at once: the papers of a term, the profiles of a year."""

PRELOAD = "naravard.jobs.preload"
"""The module whose import saves each child of the fork server what all papers need."""
