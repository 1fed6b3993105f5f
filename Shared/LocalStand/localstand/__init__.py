"""A local stand of Layak: database, broker, mail server, front door and services on loopback, under one directory."""
