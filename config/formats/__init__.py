"""Formats of a language where Django's own do not fit the United States."""
