package graph

import (
	"context"
	"net/url"
	"strings"
	"time"

	"jianfu"
	"jianfu/graph/model"
	"jianfu/metrics"
	"jianfu/reports"
)

// report builds a report.
func (r *Resolver) report(ctx context.Context, kind reports.Kind, spec reports.Spec) (*reports.Report, error) {
	return r.templates.Report(ctx, r.engine, kind, spec)
}

// downloads are the addresses of a report as a document, as of the same moment.
func downloads(r *reports.Report) []model.Download {
	var list []model.Download
	for _, format := range reports.Formats {
		query := url.Values{"period": {r.Period.String()}, "asOf": {r.AsOf.UTC().Format(time.RFC3339Nano)}}
		if r.Caliber.Name != metrics.DefaultCaliber {
			query.Set("caliber", r.Caliber.Name)
		}
		if r.Structure != "" && r.Structure != metrics.StructureNow {
			query.Set("structure", string(r.Structure))
		}
		if r.Lang == jianfu.English {
			query.Set("lang", "en")
		}
		list = append(list, model.Download{Format: format, Address: "/report/" + strings.ToLower(string(r.Kind)) + "." + format + "?" + query.Encode()})
	}
	return list
}
