package sheet

import (
	"context"
	"errors"

	"jianfu"
)

// fault is an error in a part before its place is known: the callers that know the sheet and the
// cell turn it into a *jianfu.Error.
type fault struct {
	text jianfu.Text
	err  error
}

func (f *fault) Error() string { return f.text.ZH }
func (f *fault) Unwrap() error { return f.err }

func faultf(zh, en string, args ...any) *fault {
	return &fault{text: jianfu.Say(zh, en, args...)}
}

func (f *fault) because(err error) *fault {
	f.err = err
	return f
}

// refuse makes a complete sentence for a clerk.
func refuse(zh, en string, args ...any) *jianfu.Error {
	return jianfu.Errorf(jianfu.Unreadable, zh, en, args...)
}

// damaged says where a workbook is damaged and what to do. Errors that are already complete
// sentences, and those of a context, are returned unchanged.
func damaged(place jianfu.Text, err error) error {
	var done *jianfu.Error
	if errors.As(err, &done) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	what := jianfu.Say("读取失败", "it cannot be read")
	var f *fault
	if errors.As(err, &f) {
		what = f.text
	}
	return &jianfu.Error{Code: jianfu.Unreadable, Err: err, Text: jianfu.Text{
		ZH: "工作簿损坏或不合规范，" + place.ZH + "：" + what.ZH + "。请用 Excel 或 WPS 打开核对，另存为新的 .xlsx 再报；打不开的，请填报单位重新提供。",
		EN: "the workbook is damaged or malformed, " + place.EN + ": " + what.EN + ". Open it in Excel or WPS, check it, save it as a new .xlsx and file that; if it does not open, ask its author for a new copy.",
	}}
}

func part(name string) jianfu.Text {
	return jianfu.Say("部件 %s", "part %s", name)
}
