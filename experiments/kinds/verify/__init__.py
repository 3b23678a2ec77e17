"""The compiled kernels compared with exact solutions of queueing theory."""
