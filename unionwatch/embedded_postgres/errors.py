"""What the embedded server says when it cannot serve."""


class EmbeddedPostgresError(Exception):
    """The bundled server cannot be laid out, started or reached; the message says what to do."""
