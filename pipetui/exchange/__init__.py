"""Files in and out: sniffing, one small module per system, writers."""
