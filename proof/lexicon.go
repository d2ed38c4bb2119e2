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

// lexicon are the lists of words.yml, each the longest word first.
type lexicon struct {
	neutral, trailing, standing, particles, foreign, planned, vague, excluding, units, measures []string
}

var lexis = mustReadLexicon(wordsFile)

// mustReadLexicon reads the lists. The file is part of the program: a fault in it is one of the program.
func mustReadLexicon(content []byte) lexicon {
	var lists map[string]wordList
	if err := yamlfile.Decode(content, &lists); err != nil {
		panic(fmt.Sprintf("proof/words.yml: %v", err))
	}
	words := func(name string) []string {
		list, ok := lists[name]
		if !ok || list.What == "" || list.Source == "" {
			panic(fmt.Sprintf("proof/words.yml: %s lacks its words, what they are for, or their source", name))
		}
		return longestFirst(strings.Fields(list.Words))
	}
	lexis := lexicon{neutral: words("neutral"), trailing: words("trailing"), standing: words("standing"), particles: words("particles"), foreign: words("foreign"), planned: words("planned"),
		vague: words("vague"), excluding: words("excluding"), units: words("units"), measures: words("measures")}
	for _, b := range boundsBefore { // they are read with the number; 超 alone narrows elsewhere, as in 超计划
		if utf8.RuneCountInString(b.word) > 1 {
			lexis.neutral = append(lexis.neutral, b.word)
		}
	}
	lexis.neutral = longestFirst(slices.Concat(lexis.neutral, strings.Split(down+"|"+up, "|")))
	return lexis
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
