package metrics

import (
	"errors"
	"fmt"

	"github.com/goccy/go-yaml"

	"jianfu/yamlfile"
)

// decode decodes a catalogue file.
func decode(at place, into any) error {
	err := yamlfile.Decode(at.text, into)
	var wrong *yamlfile.Fault
	if errors.As(err, &wrong) {
		at.line = wrong.Line
		return at.fault("%[1]s", "%[2]s", wrong.Text.ZH, wrong.Text.EN).Because(err)
	}
	return err
}

// inOrder is a map of a file whose order is kept.
type inOrder[T any] struct {
	keys    []string
	entries map[string]T
}

// UnmarshalYAML reads the map twice: for its order, and for what is in it.
func (m *inOrder[T]) UnmarshalYAML(decode func(any) error) error {
	var order yaml.MapSlice
	if err := decode(&order); err != nil {
		return err
	}
	for _, item := range order {
		m.keys = append(m.keys, fmt.Sprint(item.Key))
	}
	return decode(&m.entries)
}
