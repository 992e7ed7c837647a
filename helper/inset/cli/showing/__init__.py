"""What a person is shown: words in their language, as lines, tables and progress that fit the terminal."""
