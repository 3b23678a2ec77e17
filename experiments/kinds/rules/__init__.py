"""Each mechanism switched off and on, beside what was expected of it."""
