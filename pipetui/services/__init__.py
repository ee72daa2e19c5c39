"""One function per thing a person does. Used by both doors; takes the clock from them."""
