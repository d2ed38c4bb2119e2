package sheet

import (
	"bytes"
	"cmp"
	"strconv"
)

// readStyles returns the number format of each cell style, and whether it strikes a line through.
func readStyles(s *xmlScanner) ([]*format, error) {
	custom := map[int]*format{}
	var formats []*format
	var struck []bool // by font
	listed := false
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
					if custom[id] = parseFormat(code); len(custom) > maxStyles {
						return errStyles
					}
				}
				return s.skip()
			})
		case "fonts":
			return s.children(func(string) error {
				if struck = append(struck, false); len(struck) > maxStyles {
					return errStyles
				}
				return s.children(func(local string) error {
					if local == "strike" || local == "dstrike" {
						on := s.attr("val")
						struck[len(struck)-1] = on == nil || isTrue(on)
					}
					return s.skip()
				})
			})
		case "cellXfs":
			if listed {
				return faultf("单元格样式表有两份", "it has its list of cell styles twice")
			}
			listed = true
			return s.children(func(local string) error {
				if local == "xf" {
					id := 0
					if raw := s.attr("numFmtId"); raw != nil {
						var err error
						if id, err = number(raw); err != nil {
							return err
						}
					}
					shown := cmp.Or(custom[id], builtinFormats[id], plainFormat)
					if font, err := number(s.attr("fontId")); err == nil && font < len(struck) && struck[font] {
						crossed := *shown
						crossed.struck = true
						shown = &crossed
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
		formats = []*format{plainFormat} // style 0 always exists
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
