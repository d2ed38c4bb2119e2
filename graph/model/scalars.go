package model

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"jianfu"
	"jianfu/loaders"
	"jianfu/metrics"
)

// gqlgen finds the functions of this file by their names: see models in gqlgen.yml. Each Unmarshal
// returns a jianfu.Invalid error that says how to write the value.

// malformed is the error of a value that cannot be read.
func malformed(zh, en string, value any) *jianfu.Error {
	text := fmt.Sprint(value)
	if letters := []rune(text); len(letters) > 60 {
		text = string(letters[:60]) + "…"
	}
	return jianfu.Errorf(jianfu.Invalid, zh, en, text)
}

// MarshalPeriod writes a period's text form; no period is null.
func MarshalPeriod(p jianfu.Period) graphql.Marshaler {
	if p.IsZero() {
		return graphql.Null
	}
	return graphql.MarshalString(p.String())
}

// UnmarshalPeriod reads a period's text form. A year may be a number.
func UnmarshalPeriod(value any) (jianfu.Period, error) {
	switch v := value.(type) {
	case string:
		return jianfu.ParsePeriod(v)
	case json.Number, int, int64:
		return jianfu.ParsePeriod(fmt.Sprint(v))
	}
	return jianfu.ParsePeriod(fmt.Sprintf("%.60v", value))
}

// MarshalDate writes 2023-11-30.
func MarshalDate(d jianfu.Date) graphql.Marshaler { return graphql.MarshalString(d.String()) }

// UnmarshalDate reads 2023-11-30.
func UnmarshalDate(value any) (jianfu.Date, error) {
	if text, ok := value.(string); ok {
		if d, ok := jianfu.ParseDate(text); ok {
			return d, nil
		}
	}
	return 0, malformed("日期“%s”写法不对，应为 2023-11-30", "date %q is malformed: write 2023-11-30", value)
}

// MarshalDateTime writes RFC 3339 in UTC.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return graphql.MarshalString(t.UTC().Format(time.RFC3339Nano))
}

// UnmarshalDateTime reads RFC 3339.
func UnmarshalDateTime(value any) (time.Time, error) {
	if text, ok := value.(string); ok {
		if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, malformed("时刻“%s”写法不对，应为 2023-11-30T08:00:00+08:00",
		"moment %q is malformed: write 2023-11-30T08:00:00+08:00", value)
}

// MarshalDecimal writes the number as a string, exactly.
func MarshalDecimal(d jianfu.Decimal) graphql.Marshaler { return graphql.MarshalString(d.String()) }

// UnmarshalDecimal reads a number or a string that contains one.
func UnmarshalDecimal(value any) (jianfu.Decimal, error) {
	if d, ok := jianfu.ParseDecimal(fmt.Sprint(value)); ok {
		return d, nil
	}
	return jianfu.Decimal{}, malformed("“%s”不是数字", "%q is not a number", value)
}

// MarshalSerial writes a number of the warehouse (a submission's, a record's) as an ID.
func MarshalSerial(id int64) graphql.Marshaler {
	return graphql.MarshalString(strconv.FormatInt(id, 10))
}

// UnmarshalSerial reads an ID.
func UnmarshalSerial(value any) (int64, error) {
	id, err := strconv.ParseInt(fmt.Sprint(value), 10, 64)
	if err != nil || id < 1 {
		return 0, malformed("编号“%s”应为正整数", "number %q should be a positive whole number", value)
	}
	return id, nil
}

// MarshalInt writes a whole number.
func MarshalInt(n int) graphql.Marshaler { return graphql.MarshalInt(n) }

// UnmarshalInt reads a whole number of 32 bits, the range of GraphQL's Int.
func UnmarshalInt(value any) (int, error) {
	n, err := strconv.ParseInt(fmt.Sprint(value), 10, 32)
	if _, isText := value.(string); isText || err != nil {
		return 0, malformed("“%s”应为整数", "%q should be a whole number", value)
	}
	return int(n), nil
}

// MarshalInt64 writes a count of rows or bytes; beyond 32 bits, the range of GraphQL's Int, it
// writes the largest possible number.
func MarshalInt64(n int64) graphql.Marshaler { return graphql.MarshalInt64(min(n, math.MaxInt32)) }

// UnmarshalInt64 reads a whole number of 32 bits, the range of GraphQL's Int.
func UnmarshalInt64(value any) (int64, error) {
	n, err := UnmarshalInt(value)
	return int64(n), err
}

// MarshalText writes a sentence in the language of the request.
func MarshalText(t jianfu.Text) graphql.ContextMarshaler {
	return graphql.ContextWriterFunc(func(ctx context.Context, w io.Writer) error {
		graphql.MarshalString(t.In(Lang(ctx))).MarshalGQL(w)
		return nil
	})
}

// UnmarshalText reads one sentence for both languages.
func UnmarshalText(_ context.Context, value any) (jianfu.Text, error) {
	text, err := graphql.UnmarshalString(value)
	return jianfu.Text{ZH: text, EN: text}, err
}

// MarshalKind writes a kind of filing.
func MarshalKind(kind string) graphql.ContextMarshaler {
	return graphql.ContextWriterFunc(func(_ context.Context, w io.Writer) error {
		graphql.MarshalString(kind).MarshalGQL(w)
		return nil
	})
}

// UnmarshalKind reads a kind of filing that the contracts of the request know.
func UnmarshalKind(ctx context.Context, value any) (string, error) {
	text, ok := value.(string)
	if !ok {
		return "", malformed("报表种类“%s”应写作文字，如 meeting", "the kind %q should be written as a name, such as meeting", value)
	}
	contracts, _ := ctx.Value(contractsKey{}).(*loaders.Contracts)
	contract, err := contracts.Find(text)
	if err != nil {
		return "", err
	}
	return contract.Kind, nil
}

// MarshalUpload is required by gqlgen and never called: a file is only ever read.
func MarshalUpload(graphql.Upload) graphql.Marshaler { return graphql.Null }

// UnmarshalUpload takes the file that the multipart request put in place of the variable.
func UnmarshalUpload(value any) (graphql.Upload, error) {
	if upload, ok := value.(graphql.Upload); ok {
		return upload, nil
	}
	return graphql.Upload{}, jianfu.Errorf(jianfu.Invalid,
		"文件须用 multipart/form-data 上传（GraphQL multipart request specification）",
		"send the file as multipart/form-data (GraphQL multipart request specification)")
}

// languages are the names of the enumeration Language.
var languages = map[string]jianfu.Lang{"ZH": jianfu.Chinese, "EN": jianfu.English}

// MarshalLanguage writes the name of a language.
func MarshalLanguage(lang jianfu.Lang) graphql.Marshaler {
	for name, known := range languages {
		if known == lang {
			return graphql.MarshalString(name)
		}
	}
	return graphql.Null
}

// UnmarshalLanguage reads the name of a language.
func UnmarshalLanguage(value any) (jianfu.Lang, error) {
	lang, known := languages[fmt.Sprint(value)]
	if !known {
		return lang, malformed("语言“%s”应为 ZH 或 EN", "language %q should be ZH or EN", value)
	}
	return lang, nil
}

// MarshalFaultCode writes the code in the form of an enumeration.
func MarshalFaultCode(code jianfu.FaultCode) graphql.Marshaler {
	return graphql.MarshalString(strings.ToUpper(string(code)))
}

// UnmarshalFaultCode reads it.
func UnmarshalFaultCode(value any) (jianfu.FaultCode, error) {
	text, err := graphql.UnmarshalString(value)
	return jianfu.FaultCode(strings.ToLower(text)), err
}

// MarshalMissing writes the reason, null if nothing is missing.
func MarshalMissing(m metrics.Missing) graphql.Marshaler { return textOrNull(string(m)) }

// UnmarshalMissing reads the reason.
func UnmarshalMissing(value any) (metrics.Missing, error) {
	text, err := graphql.UnmarshalString(value)
	return metrics.Missing(text), err
}

// MarshalRole writes the part of a rate, null if there is no rate.
func MarshalRole(r metrics.Role) graphql.Marshaler { return textOrNull(string(r)) }

// UnmarshalRole reads the part of a rate.
func UnmarshalRole(value any) (metrics.Role, error) {
	text, err := graphql.UnmarshalString(value)
	return metrics.Role(text), err
}

func textOrNull(text string) graphql.Marshaler {
	if text == "" {
		return graphql.Null
	}
	return graphql.MarshalString(text)
}

type contractsKey struct{}

// WithContracts sets the kinds of filing that a request may name.
func WithContracts(ctx context.Context, contracts *loaders.Contracts) context.Context {
	return context.WithValue(ctx, contractsKey{}, contracts)
}

type langKey struct{}

// WithLang sets the language of a request's sentences.
func WithLang(ctx context.Context, lang jianfu.Lang) context.Context {
	return context.WithValue(ctx, langKey{}, lang)
}

// Lang is the language that the current field requests, else that of the request; Chinese by
// default.
func Lang(ctx context.Context) jianfu.Lang {
	if field := graphql.GetFieldContext(ctx); field != nil {
		if lang, asked := field.Args["lang"].(*jianfu.Lang); asked && lang != nil {
			return *lang
		}
	}
	lang, _ := ctx.Value(langKey{}).(jianfu.Lang)
	return lang
}
