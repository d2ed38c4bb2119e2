package main

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"jianfu/metrics"
)

// The summary shows everything that metrics.Annual holds, as a table and as JSON.
func TestSummaryIsComplete(t *testing.T) {
	t.Parallel()
	a := &metrics.Annual{InspectionsConducted: make([]metrics.Value, 3), InspectionsPlanned: make([]metrics.Value, 3),
		MeetingsNoIncrease: make([]metrics.IncreaseCheck, 2), ExpectedReduction: &metrics.Projection{},
		SystemMeetingCap: &metrics.Threshold{}, MeetingHourLimit: &metrics.Threshold{}, MeetingLeadDays: &metrics.Threshold{}, PolicyPageLimit: &metrics.Threshold{}}
	var places []string
	shown := map[any]bool{}
	for _, f := range annualFigures(a) {
		places = append(places, f.place)
		shown[f.value], shown[f.threshold], shown[f.projection], shown[f.rule] = true, true, true, true
	}
	_, document, _ := strings.Cut(questions, "annualSummary(")
	document, _, _ = strings.Cut(document, "\nquery")
	asked := strings.Fields(document)
	for field, value := range reflect.ValueOf(a).Elem().Fields() {
		letters := []rune(field.Name)
		letters[0] = unicode.ToLower(letters[0])
		name := string(letters)
		if !slices.Contains(asked, name) {
			t.Errorf("the JSON does not have %s", name)
		}
		if slices.Contains([]string{"year", "asOf", "commit", "notices"}, name) {
			continue
		}
		first := value
		if value.Kind() == reflect.Slice {
			first = value.Index(0)
		}
		if first.Kind() == reflect.Struct {
			first = first.Addr()
		}
		if !shown[first.Interface()] {
			t.Errorf("the table does not have %s", name)
		}
	}
	for _, place := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22"} {
		if !slices.Contains(places, place) {
			t.Errorf("place %s is empty", place)
		}
	}
}
