"""What an action refuses, with the sentence that says what to do."""


class Refused(Exception):
    """Nothing was changed."""
