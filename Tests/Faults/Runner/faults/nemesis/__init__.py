"""What can be done to a running Layak, by name."""
