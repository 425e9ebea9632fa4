"""A library of invented documents of an invented province, to try the product on.

Bodies, people and numbers are made up; the form is the true one. `python -m samples.generate`
lays the texts of `documents/` out and scans them into `library/`.
"""
