// Package metrics turns the filings into figures. Its priorities, in this order: figures are right;
// anyone can see how they were computed; answers are quick; queries are easy.
//
// A metric is an entry of the catalogue (catalog/*.yml): which rows of which kind it counts, and
// how. A Query names metrics, a period and a scope; it is checked and resolved, compiled to one SQL
// statement for all metrics over one source, and its sums and counts are combined in exact
// arithmetic: DuckDB never divides.
package metrics
