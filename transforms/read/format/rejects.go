package format

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/volgens/volgens/schemas"
)

// limitError says that an item is more than the options allow, and with which code it is rejected.
type limitError struct {
	code, message string
}

func (e *limitError) Error() string { return e.message }

func tooLarge(limit int) error {
	return &limitError{schemas.CodeTooLarge, fmt.Sprintf("more than %d bytes (input.max_bytes)", limit)}
}

// machineError is an error of this machine, such as a full disk: no fault of the input.
type machineError struct{ error }

func (e machineError) Unwrap() error { return e.error }

// source is the file as it is stored. It remembers what went wrong with reading it, so that
// this is told from what is wrong with the content.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

// failed rejects an item that could not be read to its end. It returns the errors that are
// no fault of the item.
func (x *reader) failed(uri, code string, err error, data []byte) error {
	var limit *limitError
	var machine machineError
	switch {
	case errors.Is(err, errStop), errors.As(err, &machine):
		return err
	case x.source.err != nil && Retryable(x.source.err) != nil:
		return x.source.err
	case x.budget.err != nil:
		limit = x.budget.err
	default:
		errors.As(err, &limit)
	}
	if limit == nil {
		return x.emit(rejected(uri, code, Reason(err), data))
	}
	rec := rejected(uri, limit.code, limit.message, data)
	rec.Reject.SHA256 = nil // only a part was read
	return x.emit(rec)
}

// rejected returns the record of an input that cannot be used; data is what was read of it.
func rejected(uri, code, message string, data []byte) Record {
	r := &schemas.Reject{URI: uri, Stage: "read", Code: code, Message: strings.ToValidUTF8(message, "\uFFFD"), Bytes: int64(len(data))}
	if data != nil {
		sum := sha256.Sum256(data)
		hexSum := hex.EncodeToString(sum[:])
		r.SHA256 = &hexSum
	}
	return Record{Reject: r, Bytes: int64(len(data))}
}

// Unreadable returns the record of a file that cannot be opened.
func Unreadable(uri string, err error) Record {
	return rejected(uri, schemas.CodeUnreadable, Reason(err), nil)
}

// Retryable returns err, an error of a file system, if a new attempt may succeed; nil if
// the file itself is bad.
func Retryable(err error) error {
	var path *fs.PathError
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return nil
	case errors.As(err, &path) && !path.Timeout(): // "is a directory", "input/output error": this file, not the machine
		return nil
	}
	return err
}

// Reason returns err without the path that the reject names anyway.
func Reason(err error) string {
	var path *fs.PathError
	switch {
	case errors.As(err, &path):
		return path.Err.Error()
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, gzip.ErrHeader) && err.Error() == "EOF":
		return "ends in the middle of compressed data"
	}
	return err.Error()
}
