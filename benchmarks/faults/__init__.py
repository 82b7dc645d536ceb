"""What is lost when something breaks: the real server under load, with processes killed, databases stopped, mail gone.

Writers keep a journal of every write the site acknowledged; afterwards each must be found exactly once.
"""
