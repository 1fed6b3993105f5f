class StandError(Exception):
    """Something that whoever started the stand must know and can act on: one sentence, no stack trace."""
