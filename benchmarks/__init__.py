"""Every figure in the documents comes from here: `python -m benchmarks NAME`."""
