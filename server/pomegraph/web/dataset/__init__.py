"""The data as a whole: their description, the files of the release, examples for programs, what crawlers look for."""
