"""Each mechanism of the society switched off and on, beside what was expected of it."""
