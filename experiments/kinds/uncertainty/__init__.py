"""How far effects spread over draws of all assumptions."""
