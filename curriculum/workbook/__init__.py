"""Print: editions become PDF books for a profile and a paper, made by limited processes and never by a web thread."""
