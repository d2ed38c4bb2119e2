// Package metrics turns the filings into figures. In order of weight: get the figure
// right; let anyone see how it was got; be quick; be easy to ask.
//
// A metric is an entry of the catalogue (catalog/*.yml): which rows of which kind it
// counts, and how. A Query names metrics, a period and a scope; it is checked and
// resolved, compiled to one SQL statement for all metrics over one source, and its
// sums and counts are put together in exact arithmetic: DuckDB never divides.
package metrics
