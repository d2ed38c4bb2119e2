package sheet

import (
	"bytes"
	"strconv"
	"strings"
)

// format is what a number format makes of a number.
type format uint8

const (
	plainFormat   format = iota
	dateFormat           // a day, or a time of day
	elapsedFormat        // hours and minutes, beyond 24 too: [h]:mm
)

// readStyles gives for each cell style what its number format shows.
func readStyles(s *xmlScanner) ([]format, error) {
	custom := map[int]format{}
	var formats []format
	err := s.document("styleSheet", func(local string) error {
		switch local {
		case "numFmts":
			return s.children(func(local string) error {
				if local == "numFmt" {
					id, err := number(s.attr("numFmtId"))
					if err != nil {
						return err
					}
					code, err := s.attrText("formatCode")
					if err != nil {
						return err
					}
					if custom[id] = formatOf(code); len(custom) > maxStyles {
						return errStyles
					}
				}
				return s.skip()
			})
		case "cellXfs":
			return s.children(func(local string) error {
				if local == "xf" {
					id := 0
					if raw := s.attr("numFmtId"); raw != nil {
						var err error
						if id, err = number(raw); err != nil {
							return err
						}
					}
					shown, ok := custom[id]
					if !ok {
						shown = builtinFormat(id)
					}
					if formats = append(formats, shown); len(formats) > maxStyles {
						return errStyles
					}
				}
				return s.skip()
			})
		}
		return s.skip()
	})
	if len(formats) == 0 {
		formats = []format{plainFormat} // style 0 always exists
	}
	return formats, err
}

var errStyles = faultf("单元格样式超过 %d 种", "there are more than %d cell styles", maxStyles)

// number reads an attribute that counts something.
func number(raw []byte) (int, error) {
	n, err := strconv.ParseUint(string(bytes.TrimSpace(raw)), 10, 31)
	if err != nil {
		return 0, faultf("XML 属性里的数 %.40q 不对", "the number %.40q in an XML attribute is wrong", raw)
	}
	return int(n), nil
}

// builtinFormat knows the formats that have a number and no code; 27 to 36 and 50 to 58
// are the dates of Chinese, Japanese and Korean Excel.
func builtinFormat(id int) format {
	switch {
	case id == 46:
		return elapsedFormat
	case id >= 14 && id <= 22 || id >= 27 && id <= 36 || id == 45 || id == 47 || id >= 50 && id <= 58:
		return dateFormat
	}
	return plainFormat
}

// formatOf reads what a format code shows. Literals, colours, conditions and locales do
// not count.
func formatOf(code string) format {
	code = strings.ToLower(code)
	for _, general := range []string{"g/通用格式", "general"} {
		code = strings.ReplaceAll(code, general, "")
	}
	clock, elapsed, calendar := false, false, false
	skip := func(i int, end string) int { // to the closing character
		n := strings.Index(code[i+1:], end)
		if n < 0 {
			return len(code)
		}
		return i + 1 + n
	}
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"':
			i = skip(i, `"`)
		case '\\', '_', '*':
			i++ // the next byte is a literal or a width; the rest of a longer rune matches nothing
		case '[':
			end := skip(i, "]")
			if inner := code[i+1 : end]; end < len(code) && inner != "" && strings.Trim(inner, "hms") == "" {
				elapsed = true
			}
			i = end
		case 'y', 'd':
			calendar = true
		case 'm', 'h', 's':
			clock = true
		case 'a':
			if strings.HasPrefix(code[i:], "aaa") { // the day of the week in Chinese
				calendar = true
			}
		}
	}
	switch {
	case elapsed && !calendar:
		return elapsedFormat
	case calendar || clock:
		return dateFormat
	}
	return plainFormat
}
