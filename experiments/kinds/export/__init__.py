"""The tables of any results, for Excel, Stata or R."""
