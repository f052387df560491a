"""Opens a dataset of volgens as its readers do and fails where it is not as documented.

usage: check.py DATASET [DOCUMENTATION]

Every table is opened in DuckDB, pandas, Polars and pyarrow. Each must see the columns of
docs/datasets.md, in order, with the types written there, and the number of rows of the
manifest. In each, slicing documents.text with the offsets must give the words of the span
columns. The views of notebooks/sql are made; the descriptions are read with frictionless,
mlcroissant and Hugging Face's datasets; DATASET.lineage.json, where it is, with OpenLineage's.
"""

import json
import logging
import os
import re
import sys
import tempfile
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet as pq

ELLIPSIS = " … "
DUCK = duckdb.connect()


def ask(query, *values):
    """Returns the rows of a query of DuckDB."""
    return DUCK.execute(query, list(values)).fetchall()


def documented(path):
    """Returns {table: {column: (type, nullable)}} of the documentation; fields of lists stand in their column's type."""
    tables, columns = {}, None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            columns = tables.setdefault(line[3:].strip(), {})
        cell = re.match(r"\| `([^`]+)` \| `([^`]+)` \| (yes)? *\|", line)
        if cell and "." not in cell[1]:
            columns[cell[1]] = (cell[2], cell[3] == "yes")
    return {table: columns for table, columns in tables.items() if columns}  # other headings describe no table


SCALARS = {
    "VARCHAR": (pa.string(), pl.String),
    "INTEGER": (pa.int32(), pl.Int32),
    "BIGINT": (pa.int64(), pl.Int64),
    "DOUBLE": (pa.float64(), pl.Float64),
    "BOOLEAN": (pa.bool_(), pl.Boolean),
    "TIMESTAMP WITH TIME ZONE": (pa.timestamp("us", "UTC"), pl.Datetime("us", "UTC")),
}


def fields(struct):
    """Splits the fields of `STRUCT("a" INTEGER, "b" VARCHAR[])`."""
    return re.findall(r'"(\w+)" ((?:[A-Z ]+)(?:\[\])?)', struct)


def arrow_type(duck):
    if duck.endswith("[]"):
        return pa.list_(arrow_type(duck[:-2]))
    if duck.startswith("STRUCT"):
        return pa.struct([(name, arrow_type(kind)) for name, kind in fields(duck)])
    return SCALARS[duck][0]


def polars_type(duck):
    if duck.endswith("[]"):
        return pl.List(polars_type(duck[:-2]))
    if duck.startswith("STRUCT"):
        return pl.Struct({name: polars_type(kind) for name, kind in fields(duck)})
    return SCALARS[duck][1]


def plain(kind):
    """Rebuilds an Arrow type without field names and nullability of list items, which writers choose freely."""
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pa.list_(plain(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([(f.name, plain(f.type)) for f in kind])
    if pa.types.is_large_string(kind) or pa.types.is_dictionary(kind):
        return pa.string()
    return kind


def expect(got, want, *where):
    if got != want:
        sys.exit(f"{': '.join(map(str, where))}: have {got}, want {want}")


def check_types(root, table, columns):
    files = f"{root}/{table}/*.parquet"
    duck = ask(f"describe select * from read_parquet('{files}')")
    quoted = [(name, kind.replace('"', "")) for name, kind, *_ in duck]  # which names DuckDB quotes depends on its version
    expect(quoted, [(name, kind.replace('"', "")) for name, (kind, _) in columns.items()], table, "DuckDB")

    for part in sorted((root / table).glob("*.parquet")):
        schema = pq.read_schema(part)
        expect(schema.names, list(columns), table, part.name, "pyarrow")
        for field, (kind, nullable) in zip(schema, columns.values()):
            expect(plain(field.type), arrow_type(kind), table, field.name, "pyarrow")
            expect(field.nullable, nullable, table, field.name, "nullable in pyarrow")

    schema = pl.scan_parquet(files).collect_schema()
    expect(dict(schema), {name: polars_type(kind) for name, (kind, _) in columns.items()}, table, "Polars")

    frame = pd.read_parquet(root / table)
    expect(list(frame.columns), list(columns), table, "pandas")
    for name, (kind, nullable) in columns.items():
        dtype = frame[name].dtype
        if kind in ("INTEGER", "BIGINT", "DOUBLE", "BOOLEAN") and not nullable:
            expect(str(dtype), {"INTEGER": "int32", "BIGINT": "int64", "DOUBLE": "float64", "BOOLEAN": "bool"}[kind], table, name, "pandas")
        if kind.startswith("TIMESTAMP"):
            expect(str(dtype), "datetime64[us, UTC]", table, name, "pandas")


def check_rows(root, table, rows):
    files = f"{root}/{table}/*.parquet"
    expect(ask(f"select count(*) from read_parquet('{files}')")[0][0], rows, table, "rows in DuckDB")
    expect(pl.scan_parquet(files).select(pl.len()).collect().item(), rows, table, "rows in Polars")
    expect(len(pd.read_parquet(root / table)), rows, table, "rows in pandas")
    expect(pa.dataset.dataset(root / table).count_rows(), rows, table, "rows in pyarrow")


def joined(text, spans):
    return ELLIPSIS.join(text[s["start"] : s["end"]] for s in spans)


def check_spans(reader, tables):
    """Slices the texts with the offsets of rows, which are dicts whatever library read them."""
    texts = {row["doc_id"]: row["text"] for row in tables("documents")}
    parts = {doc: [] for doc in texts}
    n = 0
    for row in tables("segments"):
        parts[row["doc_id"]].append((row["seq"], texts[row["doc_id"]][row["start"] : row["end"]]))
    for doc, pieces in parts.items():
        expect("".join(words for _, words in sorted(pieces)), texts[doc], reader, doc, "segments")
    for row in tables("attributions"):
        for what in ("source", "cue", "content"):
            expect(joined(texts[row["doc_id"]], row[what + "_spans"]), row[what + "_text"], reader, row["attribution_id"], what)
            n += 1
    for row in tables("claims"):
        text = texts[row["doc_id"]]
        expect(joined(text, row["spans"]), row["claim"], reader, row["claim_id"], "claim")
        expect(text.encode()[row["start_byte"] : row["end_byte"]].decode(), text[row["start"] : row["end"]], reader, row["claim_id"], "bytes")
        expect(text[max(0, row["start"] - 32) : row["start"]], row["prefix"], reader, row["claim_id"], "prefix")
        expect(text[row["end"] : row["end"] + 32], row["suffix"], reader, row["claim_id"], "suffix")
        n += 1
    for row in tables("mentions"):
        expect(texts[row["doc_id"]][row["start"] : row["end"]], row["text"], reader, row["doc_id"], "mention", row["seq"])
        n += 1
    return n


def duck_rows(root, table):
    found = DUCK.cursor().execute(f"select * from read_parquet('{root}/{table}/*.parquet')")
    names = [column[0] for column in found.description]
    while batch := found.fetchmany(1000):
        for row in batch:
            yield dict(zip(names, row))


READERS = {
    "DuckDB": duck_rows,
    "pandas": lambda root, table: pd.read_parquet(root / table).to_dict("records"),
    "Polars": lambda root, table: pl.read_parquet(f"{root}/{table}/*.parquet").iter_rows(named=True),
    "pyarrow": lambda root, table: pa.dataset.dataset(root / table).to_table().to_pylist(),
}


def check_nulls(root, documented_tables):
    """The libraries agree on which values are null."""
    for table, columns in documented_tables.items():
        files = f"{root}/{table}/*.parquet"
        frame = pl.read_parquet(files)
        for name, (_, nullable) in columns.items():
            n = frame[name].null_count()
            counted = ask(f"""select count(*) - count("{name}") from read_parquet('{files}')""")[0][0]
            expect(n, counted, table, name, "nulls in Polars and DuckDB")
            if not nullable:
                expect(n, 0, table, name, "nulls")


def check_filters(root):
    """Statistics and bloom filters do not hide rows: every id is found by itself."""
    for table, key in (("documents", "doc_id"), ("claims", "claim_id"), ("attributions", "attribution_id"), ("sources", "source_id")):
        files = f"{root}/{table}/*.parquet"
        ids = [r[0] for r in ask(f"""select "{key}" from read_parquet('{files}') order by 1""")]
        for value in ids[:: max(1, len(ids) // 20)]:
            found = ask(f"""select count(*) from read_parquet('{files}') where "{key}" = ?""", value)[0][0]
            expect(found, 1, table, key, value, "rows found")


def check_descriptions(root, manifest):
    try:
        import frictionless
        import mlcroissant
    except ImportError as missing:
        print(f"descriptions: not read, {missing}")
        return
    logging.disable(logging.WARNING)
    report = frictionless.validate(str(root / "datapackage.json"), type="package")
    expect(report.flatten(["type", "message"])[:3], [], "datapackage.json")
    croissant = mlcroissant.Dataset(jsonld=str(root / "croissant.json"))
    expect(list(croissant.metadata.ctx.issues.errors), [], "croissant.json")
    for table in manifest["tables"]:
        expect(sum(1 for _ in croissant.records(table["name"])), table["rows"], "croissant.json", table["name"], "records")
    print("descriptions: frictionless and mlcroissant read every table")


def check_card(root, manifest):
    """The dataset library of Hugging Face reads every table by the head of README.md."""
    os.environ.update(HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", HF_DATASETS_DISABLE_PROGRESS_BARS="1")
    import datasets

    with tempfile.TemporaryDirectory() as cache:
        for table in manifest["tables"]:
            if table["rows"]:
                loaded = datasets.load_dataset(str(root), table["name"], cache_dir=cache)
                expect(loaded["train"].num_rows, table["rows"], "README.md", table["name"], "rows")
        default = datasets.load_dataset(str(root), cache_dir=cache)
        expect("claim_id" in default["train"].features, True, "README.md", "claims are the default")
    print("card: Hugging Face's datasets reads every table with rows")


def check_lineage(path, manifest):
    """The event of `volgens lineage` is one that OpenLineage's own classes take."""
    from openlineage.client import event_v2 as events
    from openlineage.client import facet_v2 as facets

    classes = {
        "processing_engine": facets.processing_engine_run.ProcessingEngineRunFacet, "jobType": facets.job_type_job.JobTypeJobFacet,
        "schema": facets.schema_dataset.SchemaDatasetFacet, "columnLineage": facets.column_lineage_dataset.ColumnLineageDatasetFacet,
        "version": facets.dataset_version_dataset.DatasetVersionDatasetFacet, "outputStatistics": facets.output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet,
    }
    event = json.loads(path.read_text(encoding="utf-8"))

    def known(values):
        for name, value in values.items():
            kind = classes.get(name) or (facets.documentation_job.DocumentationJobFacet if values is event["job"]["facets"] else facets.documentation_dataset.DocumentationDatasetFacet)
            plain = {key: item for key, item in value.items() if not key.startswith("_")}
            made = kind(**plain)  # fails on a field that the facet does not have, or lacks
            expect(value["_schemaURL"].split("/")[-1], made._get_schema().split("/")[-1], "lineage", name)

    known(event["run"]["facets"])
    known(event["job"]["facets"])
    for output in event["outputs"]:
        known(output["facets"])
        known(output["outputFacets"])
    events.RunEvent(
        eventTime=event["eventTime"], producer=event["producer"], eventType=event["eventType"], run=events.Run(**event["run"]), job=events.Job(**event["job"]),
        inputs=[events.InputDataset(**dataset) for dataset in event["inputs"]], outputs=[events.OutputDataset(**dataset) for dataset in event["outputs"]],
    )
    rows = {output["name"].rsplit("/", 1)[1]: output["outputFacets"]["outputStatistics"]["rowCount"] for output in event["outputs"]}
    expect(rows, {table["name"]: table["rows"] for table in manifest["tables"]}, "lineage", "rows")
    print(f"lineage: {len(event['inputs'])} inputs, {len(event['outputs'])} outputs, facets as OpenLineage has them")


def check_views(root):
    """The views of notebooks/sql can be made in the order of their names, tables first, and have rows to show."""
    db = duckdb.connect()
    db.execute(f"set file_search_path = '{root}'")
    files = sorted((Path(__file__).parents[1] / "sql").glob("*.sql"), key=lambda path: (path.stem != "tables", path.name))
    for path in files:
        db.execute(path.read_text(encoding="utf-8"))
    counts = {name: db.execute(f"select count(*) from {name}").fetchall()[0][0] for name in (path.stem for path in files) if name != "tables"}
    made = {row[0] for row in db.execute("select view_name from duckdb_views() where not internal").fetchall()}
    expect(set(counts) <= made, True, "views", "made")
    expect([name for name, n in counts.items() if n == 0], [], "views without rows")
    print(f"views: {len(made)} made, {sum(counts.values())} rows in {len(counts)}")


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    root = Path(sys.argv[1])
    docs = Path(sys.argv[2]) if len(sys.argv) == 3 else Path(__file__).parents[2] / "docs" / "datasets.md"
    tables = documented(docs)
    manifest = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
    expect([t["name"] for t in manifest["tables"]], list(tables), "tables")
    for table in manifest["tables"]:
        check_types(root, table["name"], tables[table["name"]])
        check_rows(root, table["name"], table["rows"])
    print(f"types: {sum(map(len, tables.values()))} columns of {len(tables)} tables as documented, in four libraries")
    for reader, rows in READERS.items():
        n = check_spans(reader, lambda table: rows(root, table))
        print(f"spans: {n} texts cut with {reader}")
    check_nulls(root, tables)
    check_filters(root)
    check_views(root)
    check_descriptions(root, manifest)
    check_card(root, manifest)
    event = root.with_name(root.name + ".lineage.json")
    if event.exists():
        check_lineage(event, manifest)


if __name__ == "__main__":
    main()
