package warehouse_test

import (
	"context"
	"fmt"

	"jianfu/warehouse"
)

// The tables can be queried directly. Values are numbered arguments.
func ExampleWarehouse_QueryRow() {
	ctx := context.Background()
	w, err := warehouse.Open(ctx, "") // in memory; a path otherwise
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = w.Close() }() // it is in memory
	var working int
	const query = "SELECT COUNT(*) FROM calendar WHERE working AND year(day) = $1"
	if err := w.QueryRow(ctx, query, 2023).Scan(&working); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(working, "working days in 2023")
	// Output: 249 working days in 2023
}
