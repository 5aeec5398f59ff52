"""Values of JSON documents that are not what they should be."""


def string_of(value: object) -> str:
    """A string as it is, a whole number as its digits, anything else as missing."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if -(10**30) < value < 10**30 else ""
    if isinstance(value, float):
        return str(value) if value == value and abs(value) != float("inf") else ""
    return ""
