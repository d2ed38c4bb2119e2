package pgwire

import (
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"jianfu"
	"jianfu/sandbox"
)

// argument reads what a client bound to a parameter. The type is the one that the client named,
// else the one of the statement's description, else 0.
func (e encoder) argument(oid uint32, format int16, content []byte) (any, error) {
	element := elementOf(oid)
	if content == nil {
		switch {
		case element != 0:
			return sandbox.Argument(listOf(element), nil), nil
		case duckTypes[oid] != "":
			return sandbox.Argument(duckTypes[oid], nil), nil
		}
		return sandbox.Argument("", nil), nil
	}
	if element != 0 {
		items, err := e.items(oid, element, format, content)
		return sandbox.Argument(listOf(element), items), err
	}
	text := string(content)
	if format == binaryFormat && oid != pgtype.TextOID && oid != pgtype.VarcharOID && oid != 0 && oid != pgtype.UnknownOID {
		var err error
		if text, err = e.asText(oid, content); err != nil {
			return nil, err
		}
	}
	return typed(oid, text)
}

// typed adds the type to the text of an argument.
func typed(oid uint32, text string) (any, error) {
	switch oid {
	case pgtype.NumericOID: // all its digits are kept: DECIMAL without a size has three places
		if number, ok := jianfu.ParseDecimal(text); ok {
			_, places, _ := strings.Cut(text, ".")
			return number.Round(len(places)), nil
		}
		return sandbox.Argument("DOUBLE", text), nil
	case pgtype.ByteaOID:
		if digits, isHex := strings.CutPrefix(text, `\x`); isHex {
			return hex.DecodeString(digits)
		}
		return []byte(text), nil
	}
	return sandbox.Argument(duckTypes[oid], text), nil
}

func listOf(element uint32) string {
	if name, ok := duckTypes[element]; ok {
		return name + "[]"
	}
	return "VARCHAR[]"
}

// items are the elements of an array, nil for NULL. An array of several dimensions is refused.
func (e encoder) items(oid, element uint32, format int16, content []byte) ([]any, error) {
	if oid == pgtype.VarcharArrayOID || oid == pgtype.BPCharArrayOID || oid == 1003 {
		oid = pgtype.TextArrayOID
	}
	var list pgtype.FlatArray[*string]
	if format == textFormat { // every element has a text form
		if err := e.types.Scan(pgtype.TextArrayOID, textFormat, content, &list); err != nil {
			return nil, err
		}
		items := make([]any, len(list))
		for i, item := range list {
			if item != nil {
				items[i] = *item
			}
		}
		return items, nil
	}
	known, ok := e.types.TypeForOID(oid)
	if !ok {
		return nil, fmt.Errorf("no type %d", oid)
	}
	value, err := known.Codec.DecodeValue(e.types, oid, binaryFormat, content)
	if err != nil {
		return nil, err
	}
	decoded, ok := value.([]any)
	if !ok {
		return nil, fmt.Errorf("%T is no list", value)
	}
	items := make([]any, len(decoded))
	for i, item := range decoded {
		if item == nil {
			continue
		}
		if items[i], err = plainText(element, item); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// asText turns the binary form of a value into text.
func (e encoder) asText(oid uint32, content []byte) (string, error) {
	known, ok := e.types.TypeForOID(oid)
	if !ok {
		return "", fmt.Errorf("values of type %d are not known in their binary form", oid)
	}
	value, err := known.Codec.DecodeValue(e.types, oid, binaryFormat, content)
	if err != nil {
		return "", err
	}
	return plainText(oid, value)
}

// plainText is a value decoded by pgtype, in DuckDB's text form.
func plainText(oid uint32, value any) (string, error) {
	if value == nil {
		return "", fmt.Errorf("no value of type %d", oid)
	}
	switch v := value.(type) {
	case string:
		return v, nil
	case bool:
		return strconv.FormatBool(v), nil
	case float32:
		return strconv.FormatFloat(float64(v), 'g', -1, 32), nil
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), nil
	case []byte:
		return `\x` + hex.EncodeToString(v), nil
	case [16]byte:
		return pgtype.UUID{Bytes: v, Valid: true}.String(), nil
	case time.Time:
		return timeText(v.UTC(), oid), nil
	case pgtype.InfinityModifier:
		return v.String(), nil
	case driver.Valuer: // numeric, interval, time
		inner, err := v.Value()
		if err != nil {
			return "", err
		}
		return fmt.Sprint(inner), nil
	}
	return fmt.Sprint(value), nil
}
