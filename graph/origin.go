package graph

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
)

// A browser sends requests for any page with the rights of its reader: forms, images, sockets.
// Changes are therefore only run if the request is known to come from a page of this host or a
// listed one, or if it has a form that a browser asks about first (a CORS preflight), which other
// programs can always send.

// PreflightHeaders are headers that a page of another host cannot send without a preflight request.
var PreflightHeaders = []string{"GraphQL-Require-Preflight", "Apollo-Require-Preflight", "X-Apollo-Operation-Name", "X-Jianfu-Client"}

// mayChange reports whether a request may change something, by its origin.
func (h *Handler) mayChange(r *http.Request) bool {
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err == nil && media == mediaJSON {
		return true
	}
	return slices.ContainsFunc(PreflightHeaders, func(name string) bool { return r.Header.Get(name) != "" }) ||
		r.Header.Get("Origin") != "" && h.allowsOrigin(r)
}

// allowsOrigin reports whether the request comes from a page of this host or a listed one, or from
// no page at all.
func (h *Handler) allowsOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" || slices.Contains(h.Origins, origin) {
		return true
	}
	page, err := url.Parse(origin)
	return err == nil && page.Host == r.Host
}
