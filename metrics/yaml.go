package metrics

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"

	"jianfu"
)

// decode decodes a catalogue file strictly.
func decode(at place, into any) error {
	decoder := yaml.NewDecoder(bytes.NewReader(at.text), yaml.Strict())
	err := decoder.Decode(into)
	if err == nil || errors.Is(err, io.EOF) { // an empty file adds nothing
		return nil
	}
	var positioned yaml.Error
	if errors.As(err, &positioned) && positioned.GetToken() != nil {
		at.line = positioned.GetToken().Position.Line
	}
	return yamlFault(at, err)
}

// decodeItem decodes one entry of an ordered map strictly. It was decoded before, so that its
// aliases are expanded, and the position of a fault is searched for again in the file.
func decodeItem(at place, value, into any) error {
	text, err := yaml.Marshal(value)
	if err != nil {
		return yamlFault(at, err)
	}
	err = yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(into)
	if err == nil {
		return nil
	}
	var positioned yaml.Error
	if errors.As(err, &positioned) && positioned.GetToken() != nil {
		for token := positioned.GetToken(); token != nil; token = token.Prev { // a value is found by its key
			if part := at.in(token.Value); part.found() {
				at = part
				break
			}
		}
	}
	return yamlFault(at, err)
}

// yamlFault says what is wrong with a file's YAML.
func yamlFault(at place, err error) error {
	var unknown *yaml.UnknownFieldError
	var syntax *yaml.SyntaxError
	var wrongType *yaml.TypeError
	var wrongNode *yaml.UnexpectedNodeTypeError
	var fault *jianfu.Error
	switch {
	case errors.As(err, &unknown):
		fault = at.fault("没有“%[1]s”这一项，请检查拼写或删去", "there is no entry %[1]q: check its spelling, or remove it", unknown.Token.Value)
	case errors.As(err, &syntax) && strings.Contains(syntax.Message, "already defined"):
		fault = at.fault("“%[1]s”写了两次，请删去一处", "%[1]q is written twice: remove one of them", syntax.Token.Value)
	case errors.As(err, &wrongType):
		zh, en := yamlTypeName(wrongType.DstType)
		fault = at.fault("“%[1]s”这里应写%[2]s", "there should be %[3]s at %[1]q", wrongType.Token.Value, zh, en)
	case errors.As(err, &wrongNode):
		fault = at.fault("“%[1]s”这里的写法不对：请对照自带的指标目录", "the form of the entry at %[1]q is wrong: compare it with the program's own catalogue", wrongNode.Token.Value)
	default:
		fault = at.fault("YAML 写法不对，请检查这一行前后的缩进、冒号、引号和括号", "the YAML is malformed: check indents, colons, quotation marks and brackets around this line")
	}
	return fault.Because(err)
}

func yamlTypeName(t reflect.Type) (zh, en string) {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil {
		return "别的内容", "something else"
	}
	switch t.Kind() {
	case reflect.String:
		return "文字", "a text"
	case reflect.Bool:
		return " true 或 false", "true or false"
	case reflect.Int, reflect.Int64:
		return "整数", "a whole number"
	case reflect.Slice:
		return "列表，如 [a, b]", "a list, such as [a, b]"
	}
	return "下面再缩进的各项", "entries of its own, indented"
}
