"""The compiled model compared with exact solutions of queueing theory."""
