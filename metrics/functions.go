package metrics

import "strings"

// divisions have inexact results: 1/0 is infinite, and a quotient of decimals is a float.
var divisions = []string{"/", "//", "divide", "fdiv"}

// rowFunctions are what SQL in the catalogue may call on one row, by the parser's names, including
// operators. Each returns the same at any time and place, and none reads anything but its
// arguments.
var rowFunctions = setOf(`
	+ - * % mod & | || @> <@ && ~~ !~~ ~~* !~~* ~~~ ^@ like_escape not_like_escape ilike_escape not_ilike_escape
	if ifnull nullif coalesce greatest least constant_or_null typeof row struct_pack struct_extract
	abs ceil ceiling floor round sign trunc bit_count
	ascii chr concat concat_ws contains prefix suffix starts_with ends_with instr position strpos left right len length strlen char_length
	character_length lower upper lcase ucase lpad rpad ltrim rtrim trim repeat replace reverse split split_part str_split string_split
	string_to_array regexp_escape regexp_extract regexp_extract_all regexp_full_match regexp_matches regexp_replace
	regexp_split_to_array str_split_regex string_split_regex substr substring translate unicode strip_accents nfc_normalize
	date_add date_diff date_part date_sub date_trunc datediff datepart datesub datetrunc day dayname dayofmonth dayofweek dayofyear
	days_in_month isodow isoyear last_day make_date month monthname quarter strftime strptime try_strptime week weekday weekofyear year
	to_hours to_days to_weeks to_months to_quarters to_years
	list_value list_aggregate list_any_value list_append list_apply list_cat list_concat list_contains list_count list_distinct
	list_element list_extract list_filter list_first list_has list_has_all list_has_any list_indexof list_intersect list_last list_max
	list_min list_position list_prepend list_reverse list_reverse_sort list_select list_slice list_sort list_sum list_transform
	list_unique list_where list_zip array_append array_concat array_contains array_extract array_has array_has_all array_has_any
	array_length array_position array_slice array_sort array_to_string array_value flatten range generate_series unnest
	plain gist numerals bigrams dice similarity signature at_most_shared amount_text span_zh span_en months_zh months_en`)

// manyFunctions are what queries may call on many rows.
var manyFunctions = setOf(`
	any_value arg_max arg_max_null arg_min arg_min_null argmax argmin array_agg avg bit_and bit_or bool_and bool_or count count_if
	count_star countif first group_concat list listagg max max_by median min min_by mode quantile_cont quantile_disc string_agg sum
	cume_dist dense_rank first_value lag last last_value lead nth_value ntile percent_rank rank row_number`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}
