"""What tests share: servers, clients, made-up content, readers of answers."""
