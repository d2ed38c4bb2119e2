// Package proof reads a report that somebody else wrote and checks its figures (核数).
//
// A report is read as paragraphs and table cells (Read). Each number that counts something,
// each percentage and each masked place is a statement. It is held against the other figures of
// its own sentence or table (is the percentage that of the two counts, do the parts add up), and
// against the warehouse, where the words around it name a metric of the catalogue without
// leaving anything unexplained (Proof). A word that nobody knows makes a statement unsafe: it can
// then be found right, and never wrong, since a wrong match is worse than none.
package proof
