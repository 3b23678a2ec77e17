"""Each mechanism switched off and on, with the expected direction of its effects."""
