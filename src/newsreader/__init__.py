"""newsreader: a terminal news reader for people who follow international cooperation."""

__version__ = "0.1.0"
PROJECT_URL = "https://github.com/newsreader-project/newsreader"
