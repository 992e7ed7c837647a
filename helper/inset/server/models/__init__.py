"""What goes over the wire: the form of every answer and the reading of every body, one resource a file.

An answer is a `TypedDict`, which is a plain dictionary when the helper runs: typed where it is made, free where it is
sent. `openapi.yaml` describes the same forms; a test holds the two equal, field by field.
"""
