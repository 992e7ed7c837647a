"""What Inset says to people, in their language: the messages of the local page and of the command line.

`locales/` holds a folder for each language, with files of messages in the form of a browser extension's `_locales`.
"""
