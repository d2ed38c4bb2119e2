package jianfu

import (
	"fmt"
	"strings"
)

// Lang is the language a sentence is shown in.
type Lang int

// The two languages of the project. Chinese is the default: clerks read it.
const (
	Chinese Lang = iota
	English
)

// LangOf reads a locale name such as "en_US.UTF-8" (the variable LANG) or an HTTP Accept-Language
// header. Anything that does not begin with "en" is Chinese.
func LangOf(locale string) Lang {
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(locale)), "en") {
		return English
	}
	return Chinese
}

// Text is one sentence or label in both languages.
type Text struct {
	ZH string `yaml:"zh" json:"zh"`
	EN string `yaml:"en" json:"en"`
}

// Say formats a sentence in both languages from the same arguments, in the same order; use %[2]s
// where a language needs another order.
func Say(zh, en string, args ...any) Text {
	if len(args) == 0 {
		return Text{ZH: zh, EN: en}
	}
	return Text{ZH: fmt.Sprintf(zh, args...), EN: fmt.Sprintf(en, args...)}
}

// In gives the sentence in one language.
func (t Text) In(lang Lang) string {
	if lang == English && t.EN != "" {
		return t.EN
	}
	return t.ZH
}

// String is the Chinese sentence.
func (t Text) String() string { return t.ZH }
