"""What the editor of queries has where there is script: words to complete, examples, charts of results."""
