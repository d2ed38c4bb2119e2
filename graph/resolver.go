package graph

import (
	"log/slog"

	"jianfu/accounts"
	"jianfu/loaders"
	"jianfu/metrics"
	"jianfu/post"
	"jianfu/reports"
	"jianfu/warehouse"
)

// Resolver answers the fields that are not plain data.
type Resolver struct {
	engine        *metrics.Engine
	loader        *loaders.Loader
	warehouse     *warehouse.Warehouse
	templates     *reports.Templates
	accounts      *accounts.Store
	post          *post.Post
	announcements announcements
	log           *slog.Logger
}
