"""What the tests stand on: servers, settings, guards. See tests/conftest.py."""
