package proof

import (
	"cmp"
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"jianfu/yamlfile"
)

//go:embed words.yml
var wordsFile []byte

// wordList is one list of words.yml.
type wordList struct {
	What   string `yaml:"what"`
	Source string `yaml:"source"`
	Words  string `yaml:"words"`
}

var wordLists = mustReadLists(wordsFile)

// mustReadLists reads the lists. The file is part of the program: a fault in it is one of the program.
func mustReadLists(content []byte) map[string]wordList {
	var lists map[string]wordList
	if err := yamlfile.Decode(content, &lists); err != nil {
		panic(fmt.Sprintf("proof/words.yml: %v", err))
	}
	return lists
}

// lexis are the words of a list of words.yml, the longest first.
func lexis(name string) []string {
	list, ok := wordLists[name]
	if !ok || list.What == "" || list.Source == "" {
		panic(fmt.Sprintf("proof/words.yml: %s lacks its words, what they are for, or their source", name))
	}
	return longestFirst(strings.Fields(list.Words))
}

// boundWord is a word before a number that bounds it.
type boundWord struct {
	word  string
	bound bound
	limit bool // a rule says so
}

// boundsBefore are the words before a number that bound it, the longest first.
var boundsBefore = func() (list []boundWord) {
	for _, of := range []struct {
		list  string
		bound bound
		limit bool
	}{{"at_most", atMost, true}, {"at_least", atLeast, true}, {"over", over, false}, {"below", below, false}, {"nearly", nearly, false}, {"about", about, false}} {
		for _, word := range lexis(of.list) {
			list = append(list, boundWord{word, of.bound, of.limit})
		}
	}
	slices.SortStableFunc(list, func(a, b boundWord) int { return cmp.Compare(len(b.word), len(a.word)) })
	return list
}()

// neutral are the words that say nothing of what was counted, and neutralAt where one begins. Those that bound a number are
// read with it; 超 alone narrows elsewhere, as in 超计划.
var (
	neutral = func() []string {
		words := slices.Concat(lexis("neutral"), strings.Split(down+"|"+up, "|"))
		for _, b := range boundsBefore {
			if utf8.RuneCountInString(b.word) > 1 {
				words = append(words, b.word)
			}
		}
		return longestFirst(words)
	}()
	neutralAt = indexOf(neutral)
)

var money = lexis("money")

// wordIndex finds words in a text, by their first character, the longest first.
type wordIndex map[rune][]string

func indexOf(words []string) wordIndex {
	index := wordIndex{}
	for _, word := range longestFirst(slices.Clone(words)) {
		first, _ := utf8.DecodeRuneInString(word)
		index[first] = append(index[first], word)
	}
	return index
}

// at is the longest word that begins at a place; "" where none does.
func (x wordIndex) at(text []rune, at int) string {
	for _, word := range x[text[at]] {
		if hasWordAt(text, at, word) {
			return word
		}
	}
	return ""
}

// hasWordAt reports whether a word begins at a place.
func hasWordAt(text []rune, at int, word string) bool {
	for _, r := range word {
		if at >= len(text) || text[at] != r {
			return false
		}
		at++
	}
	return word != ""
}

func setOf(words []string) map[string]bool {
	set := map[string]bool{}
	for _, word := range words {
		set[word] = true
	}
	return set
}

// anyOf is a pattern of any of the words, in their order.
func anyOf(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = regexp.QuoteMeta(word)
	}
	return strings.Join(quoted, "|")
}

// contained is the first of the words in a text; "" where there is none.
func contained(text string, words []string) string {
	for _, word := range words {
		if strings.Contains(text, word) {
			return word
		}
	}
	return ""
}

func longestFirst(words []string) []string {
	slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return words
}
