"""The walk of `make demo`: two cases from the door to the rating, seen only through Layak's public faces."""
