"""An evidence graph for cancer drugs: what documents say, passage by passage, as RDF."""

__all__ = ["__version__"]

__version__ = "0.1.0"
