"""What the user asks for: words of the command line, files of choices, and what is refused."""
