"""The benchmarks of Layak: `python -m bench`, which is `make bench`."""
