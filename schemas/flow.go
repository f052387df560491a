package schemas

// Chunk is a piece of the input: the element that the plan hands to the pipeline. All of
// it but Lane depends on the input and the configuration alone, never on the machine.
type Chunk struct {
	Seq    int     // position in the plan, from 0
	Lane   int     // which of the parallel chains of stages takes it, on a runner that wants several
	Pieces []Piece // read in this order
	Marks  []Mark  // in the order of the records
}

// Mark is what the whole input says of one record of a chunk: where else its text stands, or
// that it stands elsewhere already.
type Mark struct {
	Record    int32    // by number in the chunk, from 0
	Repeats   bool     // an earlier record has the text and lists the URI of this one; the dataset has this very reject
	OtherURIs []string // of later records with the same text
	Original  string   // doc_id of the earlier document that has nearly the same text; "" for none
}

// Piece is a file or some whole lines of one.
type Piece struct {
	URI    string // how the user named the file: goes into documents.uri
	Path   string // how to open it, from any working directory
	Format Format // how to read it
	Start  int64  // first byte
	End    int64  // byte after the last; 0 for the end of the file
	Line   int    // number of the first line, from 1
}

// Format says how a file holds articles.
type Format string

// The formats.
const (
	FormatAuto    Format = ""        // told by name and content
	FormatText    Format = "text"    // one article, plain text or Markdown
	FormatJSONL   Format = "jsonl"   // one article a line, as a JSON object
	FormatHTML    Format = "html"    // one article, a web page
	FormatCSV     Format = "csv"     // one article a row, with a line of column names
	FormatTSV     Format = "tsv"     // the same, with tabs
	FormatParquet Format = "parquet" // one article a row
	FormatFeed    Format = "feed"    // one article an item: RSS, Atom
	FormatNITF    Format = "nitf"    // one article, news XML of the IPTC
	FormatNewsML  Format = "newsml"  // one article a news item: NewsML-G2
	FormatWARC    Format = "warc"    // one article a page: web archive
	FormatZIP     Format = "zip"     // files of any format
	FormatTar     Format = "tar"     // files of any format
)

// Part is a file that a stage has written and that waits to be published.
type Part struct {
	Table  string
	Chunk  int    // chunk and Batch give the order of the parts of a table
	Batch  int    //
	Temp   string // where the file is now
	Rows   int64
	Bytes  int64
	SHA256 string
}

// Ledger is the Table of a Part that lists the records a dataset was made of.
const Ledger = "~records"

// Copy tells of further places where the input has the text of a document that the dataset
// holds, among its rows or its rejects.
type Copy struct {
	DocID string
	First string   // its uri
	URIs  []string // the further ones
}

// Counter names a number of the run and its value.
type Counter struct {
	Name  string
	Value int64
}
