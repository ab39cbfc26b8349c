"""Runs a notebook as a kernel would, a cell after the other, without the hundred megabytes of one.

`python -m support.notebooks FILE` in `tests/` writes what its cells show into the file.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any


def run_notebook(path: Path) -> dict[str, Any]:
    """Return a notebook with what its cells show, as the format 4.5 of notebooks has it.

    Raises:
        Exception: whatever a cell raises.
    """
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    names: dict[str, Any] = {"__name__": "__main__"}
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for number, cell in enumerate(cells, 1):
        cell["execution_count"] = number
        cell["outputs"] = list(_run_cell("".join(cell["source"]), number, names))
    return notebook


def _run_cell(source: str, number: int, names: dict[str, Any]) -> list[dict[str, Any]]:
    """Run a cell, and return what it prints and the value of its last line."""
    body = ast.parse(source).body
    last = ast.Expression(body.pop().value) if body and isinstance(body[-1], ast.Expr) else None  # type: ignore[attr-defined]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(ast.Module(body, []), f"cell {number}", "exec"), names)  # noqa: S102 - ours
        value = eval(compile(last, f"cell {number}", "eval"), names) if last else None  # noqa: S307 - ours
    text = printed.getvalue()
    outputs = [{"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)}] if text else []
    return [*outputs, _show(value, number)] if value is not None else outputs


def _show(value: Any, number: int) -> dict[str, Any]:
    data = {"text/plain": repr(value).splitlines(keepends=True)}
    if hasattr(value, "_repr_html_"):
        data["text/html"] = value._repr_html_().splitlines(keepends=True)
    return {"data": data, "execution_count": number, "metadata": {}, "output_type": "execute_result"}


if __name__ == "__main__":
    for name in sys.argv[1:]:
        told = json.dumps(run_notebook(Path(name)), indent=1, ensure_ascii=False)
        Path(name).write_text(told + "\n", encoding="utf-8")
