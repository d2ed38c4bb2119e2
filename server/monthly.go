package server

import (
	"context"

	"jianfu"
	"jianfu/accounts"
	"jianfu/reports"
)

// monthly writes the figures of a schedule for the reader who asks under ctx, when it is its turn.
func (s *Server) monthly(ctx context.Context, c accounts.Schedule, about jianfu.Month) (subject, body string, err error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	leave, err := s.Gate.Enter(ctx, 0)
	if err != nil {
		return "", "", err
	}
	defer leave()
	return reports.Monthly{Title: c.Title, Metrics: c.Metrics, Departments: c.Departments, Portfolios: c.Portfolios}.Text(ctx, s.Engine, about)
}
