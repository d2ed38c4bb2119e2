// Package loaders takes filed spreadsheets into the warehouse: it finds the tables of a
// file, tells by their headers which kind of filing each is, reads and checks every cell
// against the kind's contract, and commits all of the file or nothing of it.
//
// What a kind's columns are stands in contracts/<kind>.yml and nowhere else. The bytes
// are read by the sub-package sheet.
package loaders
