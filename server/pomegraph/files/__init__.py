"""Files of RDF as people have them: packed or not, in any format, with lines that are damaged."""
