package metrics

import (
	"errors"

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

// decodeItem decodes one entry of an ordered map. It was decoded before, so that its aliases are
// expanded, and the position of a fault is searched for again in the file.
func decodeItem(at place, value, into any) error {
	text, err := yaml.Marshal(value)
	if err == nil {
		err = yamlfile.Decode(text, into)
	}
	var wrong *yamlfile.Fault
	if !errors.As(err, &wrong) {
		return err
	}
	for _, word := range wrong.Words { // a value is found by its key
		if part := at.in(word); part.found() {
			at = part
			break
		}
	}
	return at.fault("%[1]s", "%[2]s", wrong.Text.ZH, wrong.Text.EN).Because(err)
}
