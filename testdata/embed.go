// Package testdata carries the filings of a made-up city, 云州市, for `jianfu demo`: three
// years of spreadsheets as offices really file them, and one correction that was filed
// later.
package testdata

import "embed"

// City is the folder yunzhou; the correction lies in its folder 更正.
//
//go:embed yunzhou
var City embed.FS
