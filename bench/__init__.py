"""`make bench`: what the house costs, measured on real server processes. See bench/run.py."""
