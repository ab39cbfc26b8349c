"""Draws the answer to a question: from the chart of its header and its rows, by way of Vega-Lite."""
