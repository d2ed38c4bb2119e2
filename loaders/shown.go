package loaders

import (
	"regexp"
	"strings"

	"jianfu"
	"jianfu/loaders/sheet"
)

// textOf is the content of a cell for a column: what people see if the value is a name (7 shown as
// 007), what is stored if it counts.
func (r *columnReader) textOf(cell *sheet.Cell) string {
	if cell.Shown == "" {
		return cell.Text
	}
	shown := false
	switch r.column.Type {
	case KeyType, TextType, UnitType, ChoiceType, YesNoType, ListType:
		shown = true
	case YearType:
		shown = cell.Kind == sheet.Date
	case MonthType:
		// 2023年5月 may be stored as any of its days.
		_, _, month := readMonth(cell.Shown, 2000)
		_, day := readDate(cell.Shown, 2000)
		if cell.Kind == sheet.Date && month == dateFine && day != dateFine && len(cell.Text) >= len("2023-05") {
			return cell.Text[:len("2023-05")]
		}
	case DateType, SpanType:
		// A typed month is stored as its first day, which nobody wrote.
		day, _, _ := strings.Cut(cell.Text, " ")
		if cell.Kind == sheet.Date && strings.HasSuffix(day, "-01") {
			_, trouble := readDate(cell.Shown, 2000)
			shown = trouble == dateUnread
		}
	}
	if shown {
		return cell.Shown
	}
	return cell.Text
}

// exponential is a number as spreadsheets shorten it: 3.14159E+17.
var exponential = regexp.MustCompile(`^-?[0-9](\.[0-9]+)?[Ee][+-]?[0-9]{2,3}$`)

// doubtful reports a cell whose original content is lost.
func (r *columnReader) doubtful(row *sheet.Row, at int) bool {
	if at < 0 || at >= len(row.Cells) {
		return false
	}
	cell := &row.Cells[at]
	switch r.column.Type {
	case KeyType:
		return cell.Kind == sheet.Date || cell.Kind == sheet.Number && cell.Unsure || r.isShortened(cell)
	case TextType:
		return cell.Kind == sheet.Number && (cell.Unsure || r.isShortened(cell))
	case DateType, SpanType:
		return cell.Kind == sheet.Number && losesNought(cell.Text, "12", "123")
	case MonthType:
		return cell.Kind == sheet.Number && losesNought(cell.Text, "9999", "1")
	}
	return false
}

// isShortened reports a number in E notation: its last digits are lost.
func (r *columnReader) isShortened(cell *sheet.Cell) bool {
	text := r.textOf(cell)
	return strings.ContainsAny(text, "eE") && exponential.MatchString(trim(text))
}

// losesNought reports a number that may have been written with a zero at its end, which is not
// stored: 5.1 for 5.10. Its whole part has at most the given number of digits, and its fraction is
// one of the digits.
func losesNought(text, most, digits string) bool {
	whole, fraction, _ := strings.Cut(text, ".")
	if n, ok := plainInteger(whole); !ok || n < 1 {
		return false
	} else if limit, _ := plainInteger(most); n > limit || limit > 12 && n < 1000 {
		return false
	}
	return len(fraction) == 1 && strings.Contains(digits, fraction)
}

// doubt says why a cell is doubtful, and what to do.
func (r *columnReader) doubt(row *sheet.Row, at int) value {
	cell := &row.Cells[at]
	text := cell.Text
	if cell.Shown != "" {
		text = cell.Shown
	}
	switch {
	case r.column.Type == DateType || r.column.Type == SpanType:
		whole, fraction, _ := strings.Cut(cell.Text, ".")
		return bad(jianfu.BadDate, "这一格存的是数 %[1]s（显示为“%[2]s”），可能是 %[3]s月%[4]s日，也可能是 %[3]s月%[4]s0日：表格软件不保留数末尾的 0。请写成完整的日期，如 2024-05-10",
			"the cell holds the number %[1]s (shown as %[2]q), which may be day %[4]s or day %[4]s0 of month %[3]s: a spreadsheet does not keep a zero at the end of a number. Write the whole date, such as 2024-05-10",
			cell.Text, text, whole, fraction)
	case r.column.Type == MonthType:
		whole, _, _ := strings.Cut(cell.Text, ".")
		return bad(jianfu.BadDate, "这一格存的是数 %[1]s（显示为“%[2]s”），可能是 %[3]s年1月，也可能是 %[3]s年10月：表格软件不保留数末尾的 0。请写成 2024-01 或 2024年10月",
			"the cell holds the number %[1]s (shown as %[2]q), which may be January or October of %[3]s: a spreadsheet does not keep a zero at the end of a number. Write 2024-01 or 2024年10月",
			cell.Text, text, whole)
	case cell.Kind == sheet.Date:
		return bad(jianfu.BadValue, "这一格被表格软件改成了日期（存的是 %[1]s），看不出原来写的是什么。请把这一格设为“文本”格式，重新填写原来的编号",
			"the spreadsheet turned what was written in the cell into a date (%[1]s), and the original text is lost. Format the cell as text and write the number again", cell.Text)
	}
	return bad(jianfu.BadValue, "“%s”是表格软件缩写或截去末尾的数（只保留 15 位），看不出原来的编号。请把这一格设为“文本”格式，重新填写完整的编号",
		"%q is a number that the spreadsheet shortened or cut (it keeps 15 digits), and the original number is lost. Format the cell as text and write the whole number again", text)
}
