// Package proof reads a report that somebody else wrote and checks its figures (核数).
//
// A report goes through passes, each with a type of its own:
//
//	document  its paragraphs and cells, with their places (Read)
//	words     figures, times, ids and the names of units in a paragraph (lex)
//	clauses   sentences, and what is between their marks (clauses)
//	claims    each figure with its role and time (timeline), and with what it is of and of whom (topic)
//	matches   what the warehouse has for each claim (asker)
//	reckoning what the text's own figures make of each (reckon): changes, rates, shares, totals, averages,
//	          tables, contradictions, orders
//	verdicts  both put together (judge, settle)
//
// What is not certain is a Doubt with its reason. A claim with one can be found right, and never wrong, since a wrong
// match is worse than none; one that is of another matter altogether is not held against the warehouse at all. The words by which
// texts are read are the catalogue's, and those of words.yml. Finding.Explain shows the way of a figure through the passes.
//
// To add a relation between the figures of a sentence, see docs/proof.md: it is a method of sentenceClaims, such as averages, which
// finds a claim and the amounts that it follows from, and gives compute what is right.
package proof
