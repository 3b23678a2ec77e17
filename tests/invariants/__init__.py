"""What must hold in the compiled model whatever the settings are."""
