package dataset

// Croissant is filled in below.
func Croissant(m *Manifest) []byte { return nil }
