"""The report of a comparison: an answer for a reader of five minutes, and all that it rests on."""
