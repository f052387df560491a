package dataset

import (
	"context"
	"slices"
	"time"

	"github.com/volgens/volgens/schemas"
)

// sourceFile is a file of sources and the number of its first row in the table.
type sourceFile struct {
	file  string
	first int
}

// sourceTally is what a row of sources says, less what the claims have shown.
type sourceTally struct {
	claims, documents int64
	first, last       int64 // microseconds since 1970; never for null
}

const never = -1 << 63

// sources reads the table sources, whose rows the other tables refer to.
func (v *verifier) sources(ctx context.Context) error {
	return each(ctx, v, schemas.Sources, func(r *rowReader[schemas.Source], row *schemas.Source) error {
		v.counts.Source(*row)
		if r.row == 0 {
			v.sourceFiles = append(v.sourceFiles, sourceFile{r.file, len(v.sourceIDs)})
		}
		x, ok := parseID(row.SourceID)
		switch {
		case !ok:
			return r.lie("source_id", "%q is no id", row.SourceID)
		case len(v.sourceIDs) > 0 && compareIDs(v.sourceIDs[len(v.sourceIDs)-1], x) >= 0:
			return r.lie("source_id", "%s is out of order or there twice", row.SourceID)
		case leak(row, v.m.Text) != "":
			return r.lie("aliases", "are there, in a dataset with text %s", v.m.Text)
		case row.Name == "":
			return r.lie("name", "is empty")
		case !slices.IsSorted(row.Aliases):
			return r.lie("aliases", "are not sorted")
		}
		for i, p := range row.Positions {
			if i > 0 && row.Positions[i-1].Target >= p.Target {
				return r.lie("positions", "target %s is out of order or there twice", short(p.Target))
			}
		}
		v.sourceIDs = append(v.sourceIDs, x)
		v.tallies = append(v.tallies, sourceTally{row.NClaims, row.NDocuments, micros(row.FirstPublished), micros(row.LastPublished)})
		return nil
	})
}

func micros(t *time.Time) int64 {
	if t == nil {
		return never
	}
	return t.UnixMicro()
}

// countSources takes the claims of one document off what the table sources says.
func (v *verifier) countSources(r *rowReader[schemas.Claim], first int64, claims []schemas.Claim) error {
	seen := map[int]bool{}
	for i, c := range claims {
		if c.SourceID == nil {
			continue
		}
		n := indexOf(v.sourceIDs, *c.SourceID)
		if n < 0 {
			return r.lieAt(first+int64(i), "source_id", "%s is no source", *c.SourceID)
		}
		t := &v.tallies[n]
		t.claims--
		if !seen[n] {
			seen[n] = true
			t.documents--
		}
		if at := micros(c.PublishedAt); at != never && (at < t.first || at > t.last) {
			return v.sourceLie(n, "first_published", "to last_published leaves out %s of document %s", c.PublishedAt.Format(time.RFC3339), c.DocID)
		}
	}
	return nil
}

// sourceCounts checks that the claims have shown all that the table sources says.
func (v *verifier) sourceCounts(context.Context) error {
	for i, t := range v.tallies {
		switch {
		case t.claims != 0:
			return v.sourceLie(i, "n_claims", "is %+d off the rows of claims", t.claims)
		case t.documents != 0:
			return v.sourceLie(i, "n_documents", "is %+d off the documents with claims", t.documents)
		}
	}
	return nil
}

// sourceLie returns an error about row i of the table sources.
func (v *verifier) sourceLie(i int, column, format string, args ...any) error {
	n, found := slices.BinarySearchFunc(v.sourceFiles, i, func(f sourceFile, i int) int { return f.first - i })
	if !found {
		n--
	}
	f := v.sourceFiles[n]
	return (&rowReader[schemas.Source]{file: f.file}).lieAt(int64(i-f.first), column, format, args...)
}
