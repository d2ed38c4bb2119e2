package sheet

import (
	"bytes"
	"errors"
	"path"
	"slices"
	"strings"

	"jianfu"
)

// workbook is an .xlsx or .xlsm: what its sheets share.
type workbook struct {
	zip        *archive
	strings    *stringTable
	formats    []*format // by cell style
	struck     bool      // some of them strike a line through
	epoch1904  bool
	converted  bool          // converted by LibreOffice, which recalculated it
	stored     storedResults // what its formulas were before
	uncomputed bool          // the file asks to be calculated when it is opened: zeros of formulas may not be results
}

// relation is one entry of a .rels part.
type relation struct {
	kind   string // the last word of its type: worksheet, styles, ...
	target string // the part, from the root of the zip
}

// openWorkbook reads everything but the sheets.
func openWorkbook(zip *archive, converted bool, stored storedResults) (*Book, error) {
	w := &workbook{zip: zip, converted: converted, stored: stored, strings: &stringTable{}, formats: []*format{plainFormat}}
	root, err := w.relations("")
	if err != nil {
		return nil, err
	}
	main, err := only(root, "officeDocument")
	if err != nil {
		return nil, damaged(part("_rels/.rels"), err)
	}
	if main == "" {
		return nil, damaged(part("_rels/.rels"), faultf("没有指明工作簿", "it names no workbook"))
	}
	relations, err := w.relations(main)
	if err != nil {
		return nil, err
	}
	sheets, err := w.sheets(main, relations)
	if err != nil {
		return nil, err
	}
	if err := w.shared(main, relations); err != nil {
		return nil, err
	}
	if len(sheets) == 0 {
		return nil, refuse("工作簿里没有工作表。请核对文件后再报。", "the workbook has no sheet with cells. Check the file and file it again.")
	}
	return &Book{sheets: sheets}, nil
}

// only returns the one part of a kind; "" for none. With two, which one counts would be a guess.
func only(relations map[string]relation, kind string) (target string, err error) {
	for _, r := range relations {
		if r.kind != kind {
			continue
		}
		if target != "" && partKey(target) != partKey(r.target) {
			return "", faultf("指明了两个不同的部件（%s），无法判断以哪个为准", "it names two different parts as its %s, and nobody can tell which counts", kind)
		}
		target = r.target
	}
	return target, nil
}

// relations reads what a part refers to, by id. The root of the zip is "".
func (w *workbook) relations(of string) (map[string]relation, error) {
	dir, base := path.Split(of)
	name := dir + "_rels/" + base + ".rels"
	found := map[string]relation{}
	err := w.read(name, relationshipNamespaces, func(s *xmlScanner) error {
		return s.document("Relationships", func(local string) error {
			if local != "Relationship" {
				return s.skip()
			}
			id, kind := string(s.attr("Id")), string(s.attr("Type"))
			target, err := s.attrText("Target")
			if err != nil {
				return err
			}
			if len(found) == maxEntries || len(target) > maxSheetName || len(id) > maxSheetName {
				return faultf("部件之间的关联超过 %d 条或名称过长", "there are more than %d relationships, or one with a long name", maxEntries)
			}
			if _, twice := found[id]; twice {
				return faultf("关联 %.40q 重复", "relationship %.40q is given twice", id)
			}
			if string(s.attr("TargetMode")) == "External" {
				target = ""
			} else if target = strings.ReplaceAll(target, `\`, "/"); !strings.HasPrefix(target, "/") {
				target = path.Join("/", dir, target)
			}
			found[id] = relation{kind: kind[strings.LastIndexByte(kind, '/')+1:], target: strings.TrimPrefix(path.Clean(target), "/")}
			return s.skip()
		})
	})
	return found, err
}

// read returns a small part for parsing, and checks that it was read to its end.
func (w *workbook) read(name string, namespaces []string, parse func(*xmlScanner) error) error {
	e, ok := w.zip.part(name)
	if !ok {
		return damaged(part(name), faultf("部件缺失", "the part is missing"))
	}
	r, err := w.zip.open(e)
	if err != nil {
		return damaged(part(name), err)
	}
	defer r.Close()
	return wrap(part(name), parse(newXMLScanner(r, e.unpacked, namespaces)))
}

func wrap(place jianfu.Text, err error) error {
	if err == nil {
		return nil
	}
	return damaged(place, err)
}

// sheets reads the part workbook.
func (w *workbook) sheets(main string, relations map[string]relation) ([]Sheet, error) {
	var sheets []Sheet
	unrelated, listed := "", false // a sheet without a relation
	err := w.read(main, mainNamespaces, func(s *xmlScanner) error {
		return s.document("workbook", func(local string) error {
			switch local {
			case "workbookPr":
				w.epoch1904 = isTrue(s.attr("date1904"))
			case "calcPr":
				w.uncomputed = isTrue(s.attr("fullCalcOnLoad")) || isFalse(s.attr("calcCompleted"))
			case "definedNames":
				return w.names(s)
			case "sheets":
				if listed {
					return faultf("工作表清单有两份", "it has its list of sheets twice")
				}
				listed = true
				return s.children(func(local string) error {
					if local != "sheet" {
						return faultf("工作表清单里有多余的元素 %.40q", "there is a stray element %.40q in the list of sheets", s.name)
					}
					sheet, ok, err := w.sheet(s, relations)
					if err != nil {
						return err
					}
					if len(sheets) == maxSheets {
						return faultf("工作表超过 %d 张", "there are more than %d sheets", maxSheets)
					}
					switch {
					case ok:
						sheets = append(sheets, sheet)
					case sheet.Name != "":
						unrelated = sheet.Name
					}
					return s.skip()
				})
			}
			return s.skip()
		})
	})
	if err != nil {
		return nil, err
	}
	if unrelated != "" {
		if err := w.checkAllUsed(sheets, relations); err != nil {
			return nil, damaged(part(main), faultf("工作表“%s”没有对应的部件", "no part belongs to sheet %q", unrelated).because(err))
		}
	}
	seen := map[string]bool{}
	for _, sheet := range sheets {
		key := strings.ToLower(sheet.Name)
		if seen[key] {
			return nil, damaged(part(main), faultf("有两张工作表都叫“%s”", "two sheets are called %q", sheet.Name))
		}
		seen[key] = true
	}
	return sheets, nil
}

// names reads the names defined for formulas.
func (w *workbook) names(s *xmlScanner) error {
	return s.children(func(string) error {
		if !w.converted {
			return s.skip()
		}
		formula, err := s.content(nil)
		if err != nil {
			return err
		}
		return checkLasting(formula)
	})
}

// checkAllUsed refuses a worksheet that no entry of the list of sheets refers to: it may belong to
// an entry that has lost its part.
func (w *workbook) checkAllUsed(sheets []Sheet, relations map[string]relation) error {
	used := map[*entry]bool{}
	for _, s := range sheets {
		used[s.rows.(*worksheet).entry] = true
	}
	for _, r := range relations {
		if e, ok := w.zip.part(r.target); ok && r.kind == "worksheet" && !used[e] {
			return errors.New("worksheet " + r.target + " belongs to no sheet")
		}
	}
	return nil
}

// sheet reads one entry of the list of sheets; not ok for those without cells. Macro modules have a
// name but no part.
func (w *workbook) sheet(s *xmlScanner, relations map[string]relation) (Sheet, bool, error) {
	name, err := s.attrText("name")
	if err != nil {
		return Sheet{}, false, err
	}
	if name == "" || len(name) > maxSheetName {
		return Sheet{}, false, faultf("工作表没有名称或名称过长", "a sheet has no name, or a long one")
	}
	var id []byte
	for _, a := range s.attrs {
		if bytes.HasSuffix(a.name, []byte(":id")) {
			id = a.value
		}
	}
	if len(id) == 0 {
		return Sheet{Name: name}, false, nil
	}
	r, ok := relations[string(id)]
	if !ok {
		return Sheet{}, false, faultf("工作表“%s”没有对应的部件", "no part belongs to sheet %q", name)
	}
	switch r.kind {
	case "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet":
		return Sheet{}, false, nil
	case "worksheet":
	default:
		return Sheet{}, false, faultf("工作表“%s”的类型 %.40q 不认识", "sheet %q is of the unknown type %.40q", name, r.kind)
	}
	e, ok := w.zip.part(r.target)
	if !ok {
		return Sheet{}, false, faultf("工作表“%s”的部件 %s 缺失", "sheet %q has no part %s", name, r.target)
	}
	hidden := false
	switch state := string(s.attr("state")); state {
	case "", "visible":
	case "hidden", "veryHidden":
		hidden = true
	default:
		return Sheet{}, false, faultf("工作表“%s”的状态 %.40q 不认识", "sheet %q is in the unknown state %.40q", name, state)
	}
	return Sheet{Name: name, Hidden: hidden, rows: &worksheet{book: w, name: name, entry: e}}, true, nil
}

// shared reads styles and shared strings, if the workbook has them.
func (w *workbook) shared(main string, relations map[string]relation) error {
	styles, err := only(relations, "styles")
	if err == nil && styles != "" {
		err = w.read(styles, mainNamespaces, func(s *xmlScanner) (err error) {
			w.formats, err = readStyles(s)
			w.struck = slices.ContainsFunc(w.formats, func(f *format) bool { return f.struck })
			return err
		})
	}
	if err != nil {
		return damaged(part(main), err)
	}
	texts, err := only(relations, "sharedStrings")
	if err == nil && texts != "" {
		err = w.read(texts, mainNamespaces, func(s *xmlScanner) (err error) {
			w.strings, err = readStrings(s)
			return err
		})
	}
	return wrap(part(main), err)
}

func isFalse(b []byte) bool { return string(b) == "0" || string(b) == "false" || string(b) == "off" }

func isTrue(b []byte) bool { return string(b) == "1" || string(b) == "true" || string(b) == "on" }
