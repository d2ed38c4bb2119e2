package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"jianfu"
	"jianfu/loaders"
	"jianfu/testdata"
)

// delivery is a file of the sample city, and when its office received it.
type delivery struct {
	name   string
	data   []byte
	at     time.Time
	covers loaders.Speaks
}

// deliveries are the files of the sample city in the order in which its office would have received
// them: the tables of meetings and documents each month, plans at the start of their year, ledgers at the end.
func deliveries() ([]delivery, error) {
	var list []delivery
	answered := map[string]bool{} // the months in which units without rows file nil returns: 2023年8月会议
	err := fs.WalkDir(testdata.Nil, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := testdata.Nil.ReadFile(name)
		if err != nil {
			return err
		}
		day, err := time.ParseInLocation(time.DateOnly, path.Base(path.Dir(name)), jianfu.China)
		if err != nil {
			return err
		}
		month, _, _ := strings.Cut(path.Base(name), "零报告")
		answered[month] = true
		list = append(list, delivery{name: path.Base(name), data: data, at: day.Add(15 * time.Hour)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = fs.WalkDir(testdata.City, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := testdata.City.ReadFile(name)
		if err != nil {
			return err
		}
		came, err := received(path.Base(name), data)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		list = append(list, came...)
		return nil
	})
	for i := range list {
		if month, _, monthly := strings.Cut(list[i].name, "统计表."); monthly && !answered[month] {
			list[i].covers = loaders.All
		}
	}
	slices.SortStableFunc(list, func(a, b delivery) int { return a.at.Compare(b.at) })
	return list, err
}

var (
	inYear = regexp.MustCompile(`\d{4}`)
	ofPlan = regexp.MustCompile(`^(\d{4})(年|年计划)?$`) // a sheet of a workbook of plans
)

// received are the files in which a file of the sample city came.
func received(name string, data []byte) ([]delivery, error) {
	year, _ := strconv.Atoi(inYear.FindString(name)) // 0 where it is of all years
	switch {
	case strings.HasPrefix(name, "00"): // the directory, before all else
		return []delivery{{name: name, data: data, at: on(2021, 1, 4)}}, nil
	case strings.Contains(name, "更正"):
		return []delivery{{name: name, data: data, at: on(2023, 7, 18)}}, nil
	case strings.HasSuffix(name, "计划.xlsx"):
		return bySheet(data, func(sheet string) (string, time.Time) {
			year, _ := strconv.Atoi(ofPlan.FindStringSubmatch(sheet)[1])
			return fmt.Sprintf("%d年%s", year, name), on(year, 1, 15)
		})
	case strings.HasSuffix(name, "年会议统计表.xlsx"):
		return bySheet(data, func(sheet string) (string, time.Time) {
			month, _ := strconv.Atoi(strings.TrimSuffix(sheet, "月"))
			return fmt.Sprintf("%d年%d月会议统计表.xlsx", year, month), on(year, time.Month(month+1), 3)
		})
	case strings.HasSuffix(name, "半年发文统计表.csv"):
		return byMonth(data)
	case year != 0: // the messages of a year
		return []delivery{{name: name, data: data, at: on(year+1, 1, 9)}}, nil
	}
	return []delivery{{name: name, data: data, at: on(2024, 1, 9)}}, nil // a ledger of three years
}

// on is a moment of a working day of the city's office.
func on(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 10, 0, 0, 0, jianfu.China)
}

// bySheet makes a workbook of each sheet.
func bySheet(data []byte, as func(sheet string) (name string, at time.Time)) ([]delivery, error) {
	var list []delivery
	for i := 0; ; i++ {
		book, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		sheets := book.GetSheetList()
		if i == len(sheets) {
			return list, book.Close()
		}
		for j, other := range sheets {
			if j != i {
				if err := book.DeleteSheet(other); err != nil {
					return nil, err
				}
			}
		}
		var one bytes.Buffer
		if err := errors.Join(book.Write(&one), book.Close()); err != nil {
			return nil, err
		}
		name, at := as(sheets[i])
		list = append(list, delivery{name: name, data: one.Bytes(), at: at})
	}
}

var issuedOn = regexp.MustCompile(`^(\d{4})\D(\d{1,2})\D`) // 2021年1月18日, 2022/1/5, 2023-01-25

// byMonth makes a table of documents of each month.
func byMonth(data []byte) ([]delivery, error) {
	if !utf8.Valid(data) {
		var err error
		if data, err = simplifiedchinese.GB18030.NewDecoder().Bytes(data); err != nil {
			return nil, err
		}
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return nil, err
	}
	day := slices.Index(rows[0], "印发日期")
	months := map[time.Time][][]string{}
	for _, row := range rows[1:] {
		date := issuedOn.FindStringSubmatch(row[day])
		if date == nil {
			return nil, fmt.Errorf("a document without a date: %q", row)
		}
		year, _ := strconv.Atoi(date[1])
		month, _ := strconv.Atoi(date[2])
		came := on(year, time.Month(month+1), 3)
		months[came] = append(months[came], row)
	}
	var list []delivery
	for came, rowsOf := range months {
		of := came.AddDate(0, -1, 0)
		var text bytes.Buffer
		if err := csv.NewWriter(&text).WriteAll(append([][]string{rows[0]}, rowsOf...)); err != nil {
			return nil, err
		}
		list = append(list, delivery{name: fmt.Sprintf("%d年%d月发文统计表.csv", of.Year(), of.Month()), data: text.Bytes(), at: came})
	}
	return list, nil
}

// loadCity loads the sample city as it was received over three years.
func (p *program) loadCity(ctx context.Context, loader *loaders.Loader) error {
	list, err := deliveries()
	if err != nil {
		return fmt.Errorf("unpack the sample city: %w", err)
	}
	p.note("演示：把示例城市云州市 2021—2023 年报来的 %d 个文件按当时收到的日期载入临时仓库，约需 10—30 秒",
		"the sample city 云州市: loading its %d filings of 2021 to 2023 into a temporary warehouse, as of the days they came; this takes 10 to 30 s", len(list))
	show := &loading{program: p, what: p.say("载入", "loading")}
	bar := show.onTerminal()
	var rows int64
	for i, d := range list {
		o := loaders.Options{SubmittedBy: "demo", ReceivedAt: d.at, Reason: p.say("示例城市当时收到的时间", "when the sample city received it"), Covers: d.covers}
		result, err := loader.Load(ctx, d.name, bytes.NewReader(d.data), int64(len(d.data)), o)
		if err != nil {
			return err
		}
		if result.Status != loaders.Loaded {
			return fmt.Errorf("%s: %s: %v", d.name, result.Status, result.Faults)
		}
		rows += result.Rows
		switch year := d.at.In(jianfu.China).Year(); {
		case bar != nil:
			bar(int64(i+1), int64(len(list)))
		case i+1 < len(list) && list[i+1].at.In(jianfu.China).Year() > year:
			p.note("已载入 %[1]d 年收到的，%[2]d/%[3]d", "loaded what came in %[1]d, %[2]d/%[3]d", year, i+1, len(list))
		}
		if len(result.Replaced) > 0 {
			show.endProgress()
			before, now := replacedRows(result)
			p.note("更正 %s：替换 %d 个分片，%d 行 → %d 行", "correction %s: replaced %d slices, %d rows with %d",
				d.name, len(result.Replaced), before, now)
		}
	}
	show.endProgress()
	p.note("已载入示例城市云州市 2021—2023 年的报表：%d 个文件，%d 行", "loaded the sample city, 2021 to 2023: %d files, %d rows", len(list), rows)
	return nil
}
