package jianfu

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDaysThatExist(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"2023-02-28", "2024-02-29", "2000-02-29", "1900-01-01", "2199-12-31", "1969-12-31", "1970-01-01"} {
		d, ok := ParseDate(text)
		if !ok || d.String() != text {
			t.Errorf("%s was read as %s, %v", text, d, ok)
		}
	}
	for _, text := range []string{"", "2023-02-29", "1900-02-29", "2023-04-31", "2023-13-01", "2023-00-10", "2023-01-00", "2023-1-1", "2023/01/01", "2023-01-01 ", "1899-12-31", "2200-01-01"} {
		if d, ok := ParseDate(text); ok {
			t.Errorf("%q was read as %s", text, d)
		}
	}
	for _, day := range [][3]int{{2023, 2, 29}, {2023, 0, 1}, {2023, 13, 1}, {2023, 1, 32}, {2023, 1, -1}, {23, 1, 1}} {
		if d, ok := NewDate(day[0], day[1], day[2]); ok {
			t.Errorf("%v is %s", day, d)
		}
	}
}

func TestDateIsThePlacesOwnDay(t *testing.T) {
	t.Parallel()
	beijing := time.FixedZone("Beijing", 8*3600)
	if got := DateOf(time.Date(2023, 5, 1, 1, 0, 0, 0, beijing)).String(); got != "2023-05-01" {
		t.Errorf("one in the morning of 1 May in Beijing is on %s", got)
	}
	if got := DateOf(time.Date(1960, 5, 1, 23, 0, 0, 0, beijing)).String(); got != "1960-05-01" {
		t.Errorf("the evening of 1 May 1960 is on %s", got)
	}
}

func TestDateProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		first, _ := NewDate(1900, 1, 1)
		last, _ := NewDate(2199, 12, 31)
		d := Date(rapid.Int32Range(int32(first), int32(last)).Draw(t, "day"))
		if back, ok := ParseDate(d.String()); !ok || back != d {
			t.Errorf("%s reads back as %s", d, back)
		}
		if DateOf(d.Time()) != d || d.Month().First() > d || (d.Month()+1).First() <= d || d.Month().Year() != d.Year() {
			t.Errorf("%s is not in its own month %s", d, d.Month())
		}
	})
}

func TestMonth(t *testing.T) {
	t.Parallel()
	m := MonthOf(2023, 12)
	if m.String() != "2023-12" || m.Year() != 2023 || m.Number() != 12 || (m+1).String() != "2024-01" || m.First().String() != "2023-12-01" {
		t.Errorf("December 2023 is %s", m)
	}
}

func TestMonthsByArithmetic(t *testing.T) {
	t.Parallel()
	for m := MonthOf(1, 1); m <= MonthOf(2500, 12); m++ {
		first := time.Date(m.Year(), time.Month(m.Number()), 1, 0, 0, 0, 0, time.UTC)
		if m.First() != DateOf(first) {
			t.Fatalf("%s begins on %s, not %s", m, DateOf(first), m.First())
		}
		for _, d := range []Date{m.First(), m.First() + 14, (m + 1).First() - 1} {
			if d.Month() != m || d.Year() != m.Year() {
				t.Fatalf("%s is in %s, not %s", d, m, d.Month())
			}
		}
	}
	if first := Month(0).First(); first != DateOf(time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("year 0 begins on %s", first)
	}
}
