package schemas

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
)

// Checker checks the values of rows of type T that their types do not: those of
// enumerations, and that numbers are numbers.
type Checker[T any] struct {
	fields []checkedField
}

// checkedField is a column with something to check: an enumeration, or without values a
// float.
type checkedField struct {
	index  int
	column string
	values []string
}

// NewChecker returns the checker of a row type.
func NewChecker[T any]() Checker[T] {
	var c Checker[T]
	t := reflect.TypeFor[T]()
	for i := range t.NumField() {
		f := t.Field(i)
		column, _, _ := strings.Cut(f.Tag.Get("parquet"), ",")
		kind := f.Type
		if kind.Kind() == reflect.Pointer {
			kind = kind.Elem()
		}
		if values := f.Tag.Get("enum"); values != "" {
			c.fields = append(c.fields, checkedField{i, column, strings.Split(values, ",")})
		} else if kind.Kind() == reflect.Float64 {
			c.fields = append(c.fields, checkedField{i, column, nil})
		}
	}
	return c
}

// Check returns the first column of a row that is wrong and what is wrong with it, "" for
// nothing.
func (c Checker[T]) Check(row *T) (column, what string) {
	v := reflect.ValueOf(row).Elem()
	for _, f := range c.fields {
		if what := f.check(v.Field(f.index)); what != "" {
			return f.column, what
		}
	}
	return "", ""
}

func (f checkedField) check(v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return ""
		}
		v = v.Elem()
	}
	switch {
	case v.Kind() == reflect.Float64 && (math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0)):
		return "is no number"
	case v.Kind() == reflect.String && !slices.Contains(f.values, v.String()):
		return fmt.Sprintf("%q is none of %s", v.String(), strings.Join(f.values, ", "))
	}
	return ""
}
