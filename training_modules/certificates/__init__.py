"""Certificates: a frozen record of who finished which edition, with what score, resting on which texts."""
