"""The dialogs: each asks for one thing, says what is wrong in place, and calls the service itself."""
