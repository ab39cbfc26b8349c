"""What the tests put to the clients, and how each client is started."""
