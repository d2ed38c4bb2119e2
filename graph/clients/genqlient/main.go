// Command clients asks for figures with the code that genqlient generated.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/Khan/genqlient/graphql"

	"clients/figures"
)

func main() {
	client := graphql.NewClient(os.Getenv("JIANFU_URL"), http.DefaultClient)
	answer, err := figures.Figures(context.Background(), client, "2023-05", []string{"portfolio"})
	if err != nil {
		log.Fatal(err)
	}
	for _, row := range answer.Measure.Rows.Nodes {
		for _, value := range row.Values {
			if value.Metric == "" || value.Text == "" || value.Comparison.Period != "2022-05" {
				log.Fatalf("a figure without its parts: %+v", value)
			}
		}
	}
	panels, err := figures.Panels(context.Background(), client, []figures.MeasureInput{{Metrics: []string{"meetings.hold"}, Period: "2023"}})
	if err != nil {
		log.Fatal(err)
	}
	refusal, ok := panels.Measurements[0].(*figures.PanelsMeasurementsRefusal)
	if !ok || refusal.Code != figures.ErrorCodeInvalid || len(refusal.Near) == 0 {
		log.Fatalf("a refusal: %+v", panels.Measurements)
	}
	fmt.Printf("%d rows, a refusal with %s\n", len(answer.Measure.Rows.Nodes), refusal.Near[0])
}
