package warehouse

// What follows the name of a count, in a stated total and in the stream of its slice. Loaders write them and
// metrics read them; the two meet only in the tables.
const (
	EarlierMark = " 上年同期" // a table of the year after states it
	RestMark    = " 其余单位" // of every unit that a table declared to cover all does not name: 0
	SumMark     = " 合计"   // it adds others of its table up: held against them, and never counted
)
