"""No one in: requests that must never be answered, in every combination."""
