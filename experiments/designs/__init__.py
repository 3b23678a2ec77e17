"""Steps that experiments are made of, each on a laboratory or on what one needs before it opens."""
