"""The screens: thin, each asks a service and shows the answer."""
