"""Spanish as it is written in the United States: 4,310 and 38.5."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
