"""Breaks a running Layak on purpose while whole cases go through it, and checks that nothing was lost or doubled."""
