package schemas

// Chunk is a piece of the input: the element that the plan hands to the pipeline. Chunks
// depend on the input and the configuration alone, never on the machine.
type Chunk struct {
	Seq    int     // position in the plan, from 0
	Pieces []Piece // read in this order
}

// Piece is a file or a stretch of one.
type Piece struct {
	URI    string // how to open the file, as Beam's file systems understand it
	Format string // how to read it: "text", "jsonl"
	Start  int64  // first byte of the stretch; a record belongs to the piece in which it begins
	End    int64  // byte after the stretch; 0 for the whole file
	Bytes  int64  // size of the stretch, for progress
}

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

// Counter names a number of the run and its value.
type Counter struct {
	Name  string
	Value int64
}
