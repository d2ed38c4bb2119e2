package reports

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"jianfu"
	"jianfu/metrics"
)

// Issuing is the filing by which letters are issued.
type Issuing struct {
	Name   string   // of its file
	File   []byte   // JSON, of the kind notice; nil where all were issued before
	Issued []Letter // those that were not issued before
}

// notice is a row of a filing of notices, under the headers of its contract.
type notice struct {
	Number    string `json:"编号"`
	Type      string `json:"类型"`
	Recipient string `json:"发送对象"`
	Subject   string `json:"事项"`
	IssuedOn  string `json:"发出日期"`
	Batch     string `json:"签发批次"`
}

// Issue makes the filing by which letters about some months are issued on a day. A batch is one slice, which a later filing
// replaces: the notices already in it are filed again, unchanged.
func Issue(ctx context.Context, engine *metrics.Engine, period jianfu.Period, letters []Letter, day jianfu.Date) (Issuing, error) {
	batch := ReminderBatch(period)
	i := Issuing{Name: batch + ".json"}
	filing, elsewhere, err := issuedBefore(ctx, engine, batch, day, letters)
	if err != nil {
		return i, err
	}
	for _, letter := range letters {
		if slices.Contains(elsewhere, letter.Number) {
			continue
		}
		i.Issued = append(i.Issued, letter)
		filing = append(filing, notice{Number: letter.Number, Type: "提示函", Recipient: letter.Leader, Subject: strings.Join(letter.Subjects, "、"), IssuedOn: day.String(), Batch: batch})
	}
	if len(i.Issued) == 0 {
		return i, nil
	}
	i.File, err = json.MarshalIndent(filing, "", "  ")
	return i, err
}

// issuedBefore are the notices of a batch in the year of a day as they were filed, and the numbers
// of letters in any filing.
func issuedBefore(ctx context.Context, engine *metrics.Engine, batch string, day jianfu.Date, letters []Letter) (issued []notice, numbers []string, err error) {
	var asked []string
	for _, letter := range letters {
		asked = append(asked, letter.Number)
	}
	page, err := engine.Records(ctx, metrics.RecordQuery{Kind: "notice", Where: metrics.RecordFilter{Is: []metrics.Equals{{Dimension: "number", In: asked}}}, Page: metrics.Page{First: len(asked) + 1000}})
	if err != nil {
		return nil, nil, err
	}
	for _, record := range page.Records {
		numbers = append(numbers, fieldOf(record, "number"))
	}
	page, err = engine.Records(ctx, metrics.RecordQuery{Kind: "notice", Where: metrics.RecordFilter{Period: jianfu.YearOf(day.Year()),
		Is: []metrics.Equals{{Dimension: "batch", In: []string{batch}}}}, Page: metrics.Page{First: 1000}})
	if err != nil {
		return nil, nil, err
	}
	for _, record := range page.Records {
		issued = append(issued, notice{Number: fieldOf(record, "number"), Type: fieldOf(record, "type"), Recipient: fieldOf(record, "recipient"),
			Subject: fieldOf(record, "subject"), IssuedOn: fieldOf(record, "issued_on"), Batch: batch})
	}
	return issued, numbers, nil
}

func fieldOf(record metrics.Record, name string) string {
	for _, field := range record.Fields {
		if field.Name == name && field.Value != nil {
			return *field.Value
		}
	}
	return ""
}
