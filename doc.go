// Package jianfu holds the words that every other package shares: exact
// numbers (Decimal), civil dates (Date), reporting periods (Period), sentences
// in two languages (Text), and the two kinds of refusal: Error, for a request
// that cannot be answered, and Fault, for one place in a filed spreadsheet that
// must be corrected. It imports the standard library only.
package jianfu
