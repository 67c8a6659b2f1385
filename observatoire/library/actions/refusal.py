class Refused(Exception):
    """An action that cannot be done; its message tells the person what to do."""
