"""Tables of the model's documents, read off its code: `python -m tests.odd` writes them anew."""
