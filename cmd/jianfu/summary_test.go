package main

import (
	"reflect"
	"slices"
	"testing"
	"unicode"

	"jianfu/metrics"
)

// The summary prints everything that metrics.Annual holds, under the names of the API.
func TestSummaryIsComplete(t *testing.T) {
	t.Parallel()
	a := &metrics.Annual{InspectionsConducted: make([]metrics.Value, 3), InspectionsPlanned: make([]metrics.Value, 3),
		MeetingsNoIncrease: make([]metrics.IncreaseCheck, 2)}
	var names, places []string
	for _, f := range annualFigures(a) {
		names, places = append(names, f.name), append(places, f.place)
	}
	for field := range reflect.TypeFor[metrics.Annual]().Fields() {
		letters := []rune(field.Name)
		letters[0] = unicode.ToLower(letters[0])
		if name := string(letters); !slices.Contains(append(names, "year", "asOf", "commit", "notices"), name) {
			t.Errorf("%s is not printed", name)
		}
	}
	for _, place := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22"} {
		if !slices.Contains(places, place) {
			t.Errorf("nothing stands at place %s", place)
		}
	}
}
