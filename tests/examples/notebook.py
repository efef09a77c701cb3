"""Make a notebook of a script with `# %%` cells: run it, and write what each cell shows.

`cd examples/07_notebook && python ../../tests/examples/notebook.py votes.py > votes.ipynb`
"""

import ast
import json
import re
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

_CELL = re.compile(r"(?m)^# %%( \[markdown\])?\n")


def cells(script):
    """Yield of each cell of a script whether it is text, and its source."""
    before, *parts = _CELL.split(script)
    assert not before, "A script begins with a cell"
    for text, source in zip(parts[::2], parts[1::2], strict=True):
        plain = source.strip("\n")
        yield bool(text), re.sub(r"(?m)^# ?", "", plain) if text else plain


def shown(source, namespace):
    """Run a cell, and return what it prints and the value of its last expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    printed = StringIO()
    with redirect_stdout(printed):
        exec(compile(tree, "<cell>", "exec"), namespace)  # noqa: S102 - it is our own example
        value = last and eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace)  # noqa: S307 - the same
    return printed.getvalue(), value


def outputs(source, namespace, count):
    """Return what a cell shows, in the form of a notebook."""
    printed, value = shown(source, namespace)
    found = []
    if printed:
        found.append({"name": "stdout", "output_type": "stream", "text": lines(printed)})
    if value is not None:
        data = {"text/plain": lines(repr(value))}
        if hasattr(value, "_repr_html_"):
            data = {"text/html": lines(value._repr_html_())} | data
        result = {"data": data, "execution_count": count, "metadata": {}}
        found.append(result | {"output_type": "execute_result"})
    return found


def lines(text):
    """Return a text as a notebook keeps it: in lines."""
    return text.splitlines(keepends=True)


def notebook(script):
    """Return a notebook, run from its first cell to its last."""
    namespace = {"__name__": "__main__"}
    found, count = [], 0
    for number, (text, source) in enumerate(cells(script), start=1):
        cell = {"id": f"cell-{number:02}", "metadata": {}, "source": lines(source)}
        if text:
            found.append({"cell_type": "markdown"} | cell)
            continue
        count += 1
        ran = {"execution_count": count, "outputs": outputs(source, namespace, count)}
        found.append({"cell_type": "code"} | cell | ran)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": found, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


if __name__ == "__main__":
    made = notebook(Path(sys.argv[1]).read_text(encoding="utf-8"))
    text = json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True)
    sys.stdout.buffer.write(f"{text}\n".encode())
