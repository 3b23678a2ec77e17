"""Pictures of what experiments found."""
