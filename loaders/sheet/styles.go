package sheet

import (
	"bytes"
	"strconv"
	"strings"
)

// readStyles gives for each cell style whether its number format shows a date.
func readStyles(s *xmlScanner) ([]bool, error) {
	custom := map[int]bool{}
	var dates []bool
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
					if custom[id] = isDateFormat(code); len(custom) > maxStyles {
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
					date, ok := custom[id]
					if !ok {
						date = isBuiltinDate(id)
					}
					if dates = append(dates, date); len(dates) > maxStyles {
						return errStyles
					}
				}
				return s.skip()
			})
		}
		return s.skip()
	})
	if len(dates) == 0 {
		dates = []bool{false} // style 0 always exists
	}
	return dates, err
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

// isBuiltinDate knows the formats that have a number and no code; 27 to 36 and 50
// to 58 are the dates of Chinese, Japanese and Korean Excel. 46 is elapsed time.
func isBuiltinDate(id int) bool {
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id == 45 || id == 47 || id >= 50 && id <= 58
}

// isDateFormat reports whether a format code shows a date or a time of day.
// Literals, colours, conditions and locales do not count; elapsed time, [h]:mm,
// is a number of hours and no date.
func isDateFormat(code string) bool {
	code = strings.ToLower(code)
	for _, general := range []string{"g/通用格式", "general"} {
		code = strings.ReplaceAll(code, general, "")
	}
	date, elapsed, calendar := false, false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return date && !elapsed || calendar
			}
			i += end + 1
		case '\\', '_', '*':
			i++ // the next byte is a literal or a width; the rest of a longer rune matches nothing
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return date && !elapsed || calendar
			}
			if inner := code[i+1 : i+end]; inner != "" && strings.Trim(inner, "hms") == "" {
				elapsed = true
			}
			i += end
		case 'y', 'd':
			date, calendar = true, true
		case 'm', 'h', 's':
			date = true
		case 'a':
			if strings.HasPrefix(code[i:], "aaa") { // the day of the week in Chinese
				date, calendar = true, true
			}
		}
	}
	return date && !elapsed || calendar
}
