// Package loaders loads filed spreadsheets into the warehouse: it finds the tables of a file,
// recognises by their headers which kind of filing each is, reads and checks every cell against the
// kind's contract, and commits all of the file or nothing of it.
//
// The columns of a kind are defined in contracts/<kind>.yml and nowhere else. Files are read by the
// sub-package sheet.
package loaders
