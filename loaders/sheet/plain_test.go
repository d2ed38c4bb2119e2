package sheet

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"
)

func inUTF16(text string, big bool) []byte {
	var out []byte
	for _, u := range append([]uint16{0xfeff}, utf16.Encode([]rune(text))...) {
		if big {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return out
}

func inGB18030(t testing.TB, text string) []byte {
	t.Helper()
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	for _, rows := range []int{1, 40_000} {
		text := strings.Repeat("单位,㐀𠮷,😀\r\n", rows)
		want := make([]string, rows)
		for i := range want {
			want[i] = strings.Replace("#|s单位|s㐀𠮷|s😀", "#", itoa(i+1), 1)
		}
		for name, file := range map[string][]byte{
			"utf-8": []byte(text), "utf-8 with mark": []byte("\xef\xbb\xbf" + text), "gb18030": inGB18030(t, text),
			"utf-16le": inUTF16(text, false), "utf-16be": inUTF16(text, true),
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				mustSee(t, "a.csv", file, want...)
				if strings.HasPrefix(name, "utf-8 with") {
					mustRefuse(t, "a.csv", append(bytes.Clone(file), 0xff), "编码")
				}
			})
		}
	}
}

func TestBrokenEncodings(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("单位,数\n", 100_000)
	for name, c := range map[string]struct {
		file []byte
		word string
	}{
		"fixture":              {fixture(t, "bad/乱码.csv"), "编码"},
		"mark, then not utf-8": {[]byte("\xef\xbb\xbf\xb5\xa5"), "编码"},
		"ancient script":       {inUTF16("单位\U00010000", true), "编码"},
		"lone surrogate":       {append(inUTF16("单位", false), 0x00, 0xd8), "编码"},
		"odd bytes":            {append(inUTF16("单位", false), 0x41), "编码"},
		"cut gb18030":          {inGB18030(t, long+"位")[:len(inGB18030(t, long))+1], "编码"},
		"bad byte at the end":  {append(inGB18030(t, long), 0xff, 0xff), "编码"},
		"neither":              {[]byte("单位\xff\xfe"), "编码"},
		"nul":                  {[]byte("a,b\n1,\x00\n"), "空字符"},
		"nul in utf-16":        {inUTF16("a,b\n\x00", true), "空字符"},
		"nul in gb18030":       {append(inGB18030(t, "单位,数\n"), 0), "空字符"},
		"blank":                {[]byte(" \r\n\t\n"), "只有空白"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mustRefuse(t, "a.csv", c.file, c.word)
		})
	}
}

func TestCSV(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"plain":             {"a,b\n1,2\n", []string{"1|sa|sb", "2|s1|s2"}},
		"no last line end":  {"a,b\n1,2", []string{"1|sa|sb", "2|s1|s2"}},
		"cr":                {"a,b\r1,2\r", []string{"1|sa|sb", "2|s1|s2"}},
		"mixed line ends":   {"a,b\r\n1,2\n3,4\r5,6", []string{"1|sa|sb", "2|s1|s2", "3|s3|s4", "4|s5|s6"}},
		"blank lines":       {"\na,b\n\n,\n1,2\n\n", []string{"2|sa|sb", "5|s1|s2"}},
		"kept as text":      {"=\"001\",\"=\"\"002\"\"\",=1+1,=\n", []string{"1|s001|s002|s=1+1|s="}},
		"quoted":            {"a,\"b,\"\"c\"\"\n\r\nd\",e\n1,,\"\"\n", []string{"1|sa|sb,\"c\"\n\r\nd|se", "2|s1|_|_"}},
		"quote in a field":  {"a,5\"寸\n \"x\",y\n", []string{"1|sa|s5\"寸", "2|s \"x\"|sy"}},
		"tabs":              {"标题\na\tb\tc,d\n1\t2\t3\n", []string{"1|s标题", "2|sa|sb|sc,d", "3|s1|s2|s3"}},
		"semicolons":        {"a;b;c\n1,5;2,5;3,5\n4;5;6\n", []string{"1|sa|sb|sc", "2|s1,5|s2,5|s3,5", "3|s4|s5|s6"}},
		"semicolons within": {"a,b\n\"x;y;z\",2\nx;y,3\n", []string{"1|sa|sb", "2|sx;y;z|s2", "3|sx;y|s3"}},
		"one column":        {"单位\n甲\n", []string{"1|s单位", "2|s甲"}},
		"ragged":            {"标题\na,b,c\n1,2\n1,2,3,4\n", []string{"1|s标题", "2|sa|sb|sc", "3|s1|s2", "4|s1|s2|s3|s4"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mustSee(t, "a.csv", []byte(c.text), c.want...)
			mustSee(t, "a.txt", inUTF16(c.text, false), c.want...)
		})
	}
	for name, c := range map[string]struct{ text, word string }{
		"open quote":         {"a,b\n1,\"2\n3,4\n", "第 2 行的引号没有成对"},
		"open quote at end":  {"a,b\n1,\"", "第 2 行的引号没有成对"},
		"text behind quote":  {"a,b\n\"x\"y,2\n", "第 2 行第 1 个字段的引号后面"},
		"field too long":     {"a,b\n1," + strings.Repeat("x", maxText+1), "过长"},
		"quote swallows all": {"a,b\n1,\"" + strings.Repeat("x\n", maxRecord), "引号没有成对"},
		"too many fields":    {strings.Repeat("a,", maxFields) + "b\n", "列"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mustRefuse(t, "a.csv", []byte(c.text), c.word)
		})
	}
	mustRefuse(t, "列数不齐.csv", fixture(t, "bad/列数不齐.csv"), "引号没有成对")
}

// TestCSVAgainstStandard compares with encoding/csv on what its writer writes.
func TestCSVAgainstStandard(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		field := rapid.StringOf(rapid.RuneFrom([]rune("甲乙a,;\"\n\t 1")))
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		width := rapid.IntRange(2, 6).Draw(t, "width")
		header := make([]string, width)
		for i := range header {
			header[i] = "列"
		}
		records := [][]string{header, header, header, header, header, header, header, header}
		for range rapid.IntRange(0, 6).Draw(t, "rows") {
			records = append(records, append([]string{"x"}, rapid.SliceOfN(field, width-1, width-1).Draw(t, "row")...))
		}
		w.WriteAll(records)
		book, err := Open(context.Background(), "a.csv", bytes.NewReader(out.Bytes()), int64(out.Len()))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		err = book.Sheets()[0].Rows(t.Context(), func(r *Row) error {
			for i, cell := range r.Cells {
				if cell.Text != records[n][i] {
					t.Errorf("record %d field %d: %q, want %q", n, i, cell.Text, records[n][i])
				}
			}
			if r.Width != width {
				t.Errorf("record %d has width %d, want %d", n, r.Width, width)
			}
			n++
			return nil
		})
		if err != nil || n != len(records) {
			t.Errorf("%d records of %d, %v", n, len(records), err)
		}
	})
}

func TestJSON(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"array":  {`[{"编号":"甲","数":1.50},{"数":12345678901234567890,"是":true,"空":null}]`, []string{"0|s编号|s数|s是|s空", "1|s甲|n1.50|_|_", "2|_|n12345678901234567890|btrue|_"}},
		"lines":  {"{\"a\":1}\n{\"a\":-2e5}\n", []string{"0|sa", "1|n1", "2|n-2e5"}},
		"one":    {` {"a":"x"} `, []string{"0|sa", "1|sx"}},
		"lists":  {`[{"a":["甲","乙",3,null,true],"b":[]}]`, []string{"0|sa|sb", "1|s甲、乙、3、true|_"}},
		"escape": {`[{"a":"\u4e2d\ud83d\ude00\n\"\\\/"}]`, []string{"0|sa", "1|s中😀\n\"\\/"}},
		"empty":  {`[{"a":""},{},{"a":1}]`, []string{"0|sa", "3|n1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mustSee(t, "a.json", []byte(c.text), c.want...)
			mustSee(t, "a", append([]byte("\xef\xbb\xbf"), c.text...), c.want...)
			if !strings.Contains(c.text, "😀") {
				mustSee(t, "a.json", inGB18030(t, c.text), c.want...)
			}
		})
	}
	for name, c := range map[string]struct{ text, word string }{
		"fixture":        {string(fixture(t, "bad/坏的.json")), "不完整"},
		"cut array":      {`[{"a":1},`, "不完整"},
		"cut string":     {`[{"a":"x`, "不完整"},
		"cut object":     {`[{"a":1`, "不完整"},
		"cut word":       {`[{"a":tru`, "JSON"},
		"comma":          {`[{"a":1},]`, "一条记录"},
		"comma in":       {`[{"a":1,}]`, "JSON"},
		"trailing":       {`[{"a":1}] x`, "多余"},
		"two arrays":     {`[{"a":1}][]`, "多余"},
		"nested":         {`[{"a":1},{"a":{"b":1}}]`, "第 2 条"},
		"nested list":    {`[{"a":[[1]]}]`, "套了一层"},
		"duplicate":      {`[{"a":1,"a":2}]`, "重复"},
		"scalar":         {`[1]`, "一条记录"},
		"no records":     {`[]`, "没有记录"},
		"bad number":     {`[{"a":01}]`, "JSON"},
		"bad escape":     {`[{"a":"\x"}]`, "JSON"},
		"lone surrogate": {`[{"a":"\ud800"}]`, "半个字符"},
		"nul":            {`[{"a":"\u0000"}]`, "NUL"},
		"control":        {"[{\"a\":\"\n\"}]", "JSON"},
		"no colon":       {`[{"a" 1}]`, "JSON"},
		"not json":       {`编号,类型`, "一条记录"},
		"not at all":     {"单位\xff\xfe", "编码"},
		"many fields":    {"{" + strings.TrimSuffix(manyKeys(), ",") + "}", "字段超过"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mustRefuse(t, "a.json", []byte(c.text), c.word)
		})
	}
	if lines, err := see("a.json", fixture(t, "yunzhou/提示函和通报.json")); err != nil || len(lines) < 50 {
		t.Errorf("%d lines, %v", len(lines), err)
	}
}

func manyKeys() string {
	var b strings.Builder
	for i := range maxFields + 1 {
		b.WriteString(`"` + itoa(i) + `":1,`)
	}
	return b.String()
}

func TestCSVFixtures(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir("../../testdata/yunzhou")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".csv") {
			continue
		}
		file := fixture(t, "yunzhou/"+e.Name())
		text, err := openText(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		want, err := csv.NewReader(text.open()).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		lines, err := see(e.Name(), file)
		if err != nil || len(lines) != len(want)+1 {
			t.Errorf("%s: %d lines of %d, %v", e.Name(), len(lines), len(want)+1, err)
		}
	}
}
