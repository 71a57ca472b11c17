"""Key figures from Kolada: the pinned snapshot that reports are made from, and how a new one is fetched.

``snapshot`` is the folder: how it is written, read and checked. ``client`` asks Kolada's API over HTTP, ``answers`` says what
the answers hold and makes a snapshot of them, and ``changes`` and ``summary`` say what a new snapshot has that the old has
not. Only ``client`` uses the network, and only ``naravard kolada update`` uses ``client``.
"""
