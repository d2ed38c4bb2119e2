package metrics

import (
	"strings"
	"testing"
	"testing/fstest"

	"jianfu"
	"jianfu/loaders/loaderstest"
)

// What is wrong with an office's catalogue is told with the file and the line.
func TestFaultsOfACatalogueHaveAPlace(t *testing.T) {
	t.Parallel()
	const source = "sources:\n  late:\n    kinds: [meeting]\n    date: held_on\nmetrics:\n"
	const metric = source + "  meetings.late:\n    source: late\n    label: {zh: 晚, en: late}\n    definition: {zh: 晚, en: late}\n    unit: 次\n"
	for name, c := range map[string]struct{ text, want string }{
		"not YAML":                {"metrics:\n  a: [\n", "own.yml:2"},
		"unknown section":         {"sources: {}\nmetric:\n  a: 1\n", "own.yml:2"},
		"unknown field":           {metric + "    count: 'TRUE'\n    directoin: DOWN\n", "own.yml:12"},
		"unknown direction":       {metric + "    count: 'TRUE'\n    direction: LESS\n", "own.yml:12"},
		"unknown source":          {strings.Replace(metric, "source: late", "source: lat", 1) + "    count: 'TRUE'\n", "own.yml:7"},
		"two ways to count":       {metric + "    count: 'TRUE'\n    sum: minutes\n", "own.yml:7"},
		"unknown threshold":       {metric + "    count: minutes > {threshold:no_such}\n", "own.yml:7"},
		"unknown denominator":     {"metrics:\n  meetings.share:\n    label: {zh: 率, en: share}\n    definition: {zh: 率, en: share}\n    numerator: meetings.held\n    denominator: meetings.hold\n", "own.yml:6"},
		"source of two ways":      {"sources:\n  late:\n    kinds: [meeting]\n    date: held_on\n    year: year\n", "own.yml:3"},
		"caliber":                 {"calibers:\n  - name: own\n    label: {zh: 本, en: own}\n    definition: {zh: 本, en: own}\n    versions:\n      - from: 2023-01-01\n        documents: counted\n        meetings: counted\n      - from: someday\n        documents: counted\n        meetings: counted\n", "own.yml:9"},
		"threshold":               {"thresholds:\n  - name: policy_pages\n    unit: 页\n    label: {zh: 页, en: pages}\n    values:\n      - {from: 2023-01-01, value: ten}\n", "own.yml:6"},
		"two versions of one day": {"calibers:\n  - name: own\n    label: {zh: 本, en: own}\n    definition: {zh: 本, en: own}\n    versions:\n      - {from: 2023-01-01, documents: counted, meetings: counted}\n      - {from: 2023-01-01, documents: counted, meetings: 'TRUE'}\n", "own.yml:2"},
		"two values of one day":   {"thresholds:\n  - name: policy_pages\n    values: [{from: 2023-01-01, value: 10}, {from: 2023-01-01, value: 12}]\n", "own.yml:2"},
		"threshold of nothing":    {"due: [meeting]\nthresholds:\n  - name: merge_dayz\n    values: [{from: 2023-01-01, value: 10}]\n", "own.yml:3"},
		"check":                   {"# ours\nchecks:\n  - name: own\n    sql: SELECT 1\n", "own.yml:3"},
	} {
		_, err := ReadCatalog(fstest.MapFS{"own.yml": {Data: []byte(c.text)}})
		if jianfu.ErrorCode(err) != jianfu.Invalid || !strings.Contains(err.Error(), " "+c.want+" ") {
			t.Errorf("%s: want %s, have %v", name, c.want, err)
		}
	}
}

// SQL that cannot run is told when the catalogue is read, with its place.
func TestVerify(t *testing.T) {
	t.Parallel()
	const metric = "sources:\n  late:\n    kinds: [meeting]\n    date: held_on\nmetrics:\n  meetings.late:\n    source: late\n    label: {zh: 晚, en: late}\n    definition: {zh: 晚, en: late}\n    unit: 次\n"
	const caliber = "calibers:\n  - name: own\n    label: {zh: 本, en: own}\n    definition: {zh: 本, en: own}\n    versions:\n      - from: 2023-01-01\n        documents: counted\n        meetings: "
	const check = "checks:\n  - name: own\n    label: {zh: 本, en: own}\n    definition: {zh: 本, en: own}\n    kinds: [meeting]\n    sql: SELECT held_on AS day, department, name AS subject, '' AS detail_zh, '' AS detail_en, [id] AS ids, NULL AS saving FROM meeting WHERE "
	for _, c := range []struct{ text, place, says string }{
		{"", "", ""},
		{metric + "    count: minutes > 60\n", "", ""},
		{metric + "    count: minuts > 60\n", "own.yml:7", "minuts"},
		{caliber + "counted\n", "", ""},
		{caliber + "count_it\n", "own.yml:2", "count_it"},
		{check + "minutes > 60\n", "", ""},
		{check + "minuts > 60\n", "own.yml:2", "minuts"},
		{"# ours\ndue: [meeting, visits]\n", "own.yml:2", "visit"},
	} {
		catalog, err := ReadCatalog(fstest.MapFS{"own.yml": {Data: []byte(c.text)}})
		if err != nil {
			t.Fatal(err)
		}
		err = catalog.Verify(t.Context(), loaderstest.Open(t))
		switch {
		case c.place == "":
			if err != nil {
				t.Errorf("%s\n%v", c.text, err)
			}
		case jianfu.ErrorCode(err) != jianfu.Invalid || !strings.Contains(err.Error(), " "+c.place+" ") || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n"):
			t.Errorf("%s\n%v", c.text, err)
		}
	}
}
