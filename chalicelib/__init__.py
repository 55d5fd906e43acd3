"""Köprü: the product."""
