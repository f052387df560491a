"""Executes notebooks on a dataset and fails where a cell does.

usage: run.py FOLDER NAME=VALUE… NOTEBOOK…

Each notebook is executed from top to bottom with NAME=VALUE in place of its parameters, and
written to FOLDER with its outputs, its pictures beside it as NOTEBOOK-1.png, ….
"""

import base64
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

MOST = 1_500_000  # bytes of a notebook with its outputs: more is no notebook to mail to somebody


def fill_in(notebook, values):
    """Sets the parameters that a notebook has; every notebook has a cell of them."""
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(cells) != 1:
        sys.exit(f"{len(cells)} cells with the tag parameters, want 1")
    for name, value in values.items():
        cells[0].source = re.sub(rf"^{name} = .*$", lambda _: f"{name} = {value!r}", cells[0].source, flags=re.M)


def clean(path, notebook):
    """Fails on a notebook in the repository that holds outputs."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and (cell.outputs or cell.execution_count is not None):
            sys.exit(f"{path}: holds outputs; clear them before you commit it")


def pictures(notebook):
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                yield base64.b64decode(output.data["image/png"])


def main():
    folder, *rest = sys.argv[1:]
    values = dict(arg.split("=", 1) for arg in rest if "=" in arg)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for path in (Path(arg) for arg in rest if "=" not in arg):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        clean(path, notebook)
        fill_in(notebook, values)
        NotebookClient(notebook, timeout=300, kernel_name="python3", extra_arguments=["--log-level=ERROR"]).execute()
        nbformat.write(notebook, folder / path.name)
        shown = list(pictures(notebook))
        for i, png in enumerate(shown, 1):
            (folder / f"{path.stem}-{i}.png").write_bytes(png)
        size = (folder / path.name).stat().st_size
        if size > MOST:
            sys.exit(f"{path}: {size:,} bytes with its outputs, want at most {MOST:,}")
        if not shown:
            sys.exit(f"{path}: shows no picture")
        print(f"{path.name}: {len(notebook.cells)} cells, {len(shown)} pictures, {size // 1024} KiB")


if __name__ == "__main__":
    main()
