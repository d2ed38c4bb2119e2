package jianfu

import (
	"fmt"
	"time"
)

// Date is a civil day without a clock or a zone, counted from 1970-01-01.
type Date int32

// NewDate is a calendar day. It reports false where the day does not exist, such
// as 30 February, or the year is outside 1900 to 2199.
func NewDate(year, month, day int) (Date, bool) {
	if year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31 {
		return 0, false
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day {
		return 0, false
	}
	return DateOf(t), true
}

// China is the time zone of every day in the program, wherever it runs.
var China = time.FixedZone("北京时间", 8*60*60)

// DateOf is the day of t in t's own zone.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDate reads 2023-11-30.
func ParseDate(text string) (Date, bool) {
	t, err := time.Parse("2006-01-02", text)
	if err != nil {
		return 0, false
	}
	return NewDate(t.Year(), int(t.Month()), t.Day())
}

// Time is midnight UTC of the day.
func (d Date) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Year is the calendar year.
func (d Date) Year() int { return d.Month().Year() }

// Days of the calendar that repeats every 400 years, and those from 1 March of year 0 to 1970-01-01.
const (
	daysIn400Years  = 146097
	daysBefore1970  = 719468
	daysInFiveMonth = 153 // March to July, and August to December: 31, 30, 31, 30, 31
)

// Month is the calendar month the day lies in; for days from year 1 on. It is arithmetic, which takes
// a tenth of the time that package time needs: every figure distinguishes months, unit by unit.
func (d Date) Month() Month {
	days := int(d) + daysBefore1970
	cycle := days / daysIn400Years
	day := days % daysIn400Years
	year := (day - day/1460 + day/36524 - day/146096) / 365 // years begin in March, so that a leap day is their last
	month := (5*(day-365*year-year/4+year/100) + 2) / daysInFiveMonth
	return MonthOf(400*cycle+year, month+3)
}

// String is 2023-11-30.
func (d Date) String() string { return d.Time().Format("2006-01-02") }

// Month is a calendar month, counted from January of year 0.
type Month int

// MonthOf is month 1 to 12 of a year.
func MonthOf(year, month int) Month { return Month(year*12 + month - 1) }

// Year is the calendar year of the month.
func (m Month) Year() int { return int(m) / 12 }

// Number is 1 to 12.
func (m Month) Number() int { return int(m)%12 + 1 }

// First is the first day of the month.
func (m Month) First() Date {
	march := int(m) - 2 // years begin in March: see Date.Month
	year, month := march/12, march%12
	if month < 0 {
		year, month = year-1, month+12
	}
	cycle := year / 400
	if year < 0 {
		cycle--
	}
	year -= 400 * cycle
	return Date(daysIn400Years*cycle + 365*year + year/4 - year/100 + (daysInFiveMonth*month+2)/5 - daysBefore1970)
}

// String is 2023-11.
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year(), m.Number()) }
