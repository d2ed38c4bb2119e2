// Package testdata carries the filings of a made-up city, 云州市, for `jianfu demo`: three
// years of spreadsheets as offices really file them, and one correction that was filed
// later.
package testdata

import "embed"

// City is the folder yunzhou; the correction lies in its folder 更正.
//
//go:embed yunzhou
var City embed.FS

// Nil is the folder demo: of the months in which the units without rows answered one by one, what
// they filed, each file in a folder named by the day it came. A few never answered.
//
//go:embed demo
var Nil embed.FS
