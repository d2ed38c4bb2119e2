package server

import (
	"encoding/json"
	"net"
	"net/http"
	"slices"
	"strings"

	"jianfu"
	"jianfu/graph"

	"github.com/rs/cors"
)

// crossOrigin admits pages of the listed origins and refuses changes by pages of any other: a
// browser sends a form to this machine without asking first.
func (s *Server) crossOrigin(next http.Handler) (http.Handler, error) {
	guard := http.NewCrossOriginProtection()
	for _, origin := range s.Origins {
		if err := guard.AddTrustedOrigin(origin); err != nil {
			return nil, err
		}
	}
	guard.SetDenyHandler(http.HandlerFunc(refuseOrigin))
	next = guard.Handler(next)
	if len(s.Origins) == 0 {
		return s.refusePreflights(next), nil // an empty list of allowed origins would allow all
	}
	return s.refusePreflights(cors.New(cors.Options{
		AllowedOrigins: s.Origins,
		AllowedMethods: []string{http.MethodGet, http.MethodPost},
		AllowedHeaders: append([]string{ // what GraphQL's clients send
			"Content-Type", "Accept", "Accept-Language", "If-None-Match", "Authorization", "Traceparent", "Tracestate",
			"ApolloGraphQL-Client-Name", "ApolloGraphQL-Client-Version", "GraphQL-Client-Name", "GraphQL-Client-Version",
			"X-Requested-With", "Baggage", "Sentry-Trace", "Last-Event-ID", "X-GraphQL-Event-Stream-Token",
		}, graph.PreflightHeaders...),
		ExposedHeaders: []string{"ETag", "Retry-After", "X-Error-Code", "Content-Disposition", commitHeader, "X-Jianfu-As-Of"},
		MaxAge:         600,
	}).Handler(next)), nil
}

// refusePreflights says why to a browser that asks for a page of an unlisted origin: rs/cors is silent.
func (s *Server) refusePreflights(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		if r.Method == http.MethodOptions && origin != "" && r.Header.Get("Access-Control-Request-Method") != "" && !slices.Contains(s.Origins, origin) {
			refuseOrigin(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// refuseOrigin says why a page of another host is not answered, in the form that GraphQL's clients
// read.
func refuseOrigin(w http.ResponseWriter, r *http.Request) {
	why := jianfu.Say("不接受来源 %s 的网页：请让管理员用 --cors-origin 放行它", "pages of the origin %s are not allowed: the administrator can allow it with --cors-origin",
		r.Header.Get("Origin"))
	body := map[string]any{"errors": []any{map[string]any{"message": why.In(jianfu.LangOf(r.Header.Get("Accept-Language"))), "extensions": map[string]any{"code": jianfu.Invalid}}}}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(http.StatusForbidden)
	_ = json.NewEncoder(w).Encode(body) // fails only if the client is gone
}

// localNames refuses requests under any other host name: a page of a foreign host whose name was
// pointed at this machine (DNS rebinding) counts as its own origin. Where there are accounts, any name is good: a
// browser sends the cookie to the name alone that it has it from.
func (s *Server) localNames(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if active, err := s.Accounts.Active(r.Context()); active || err != nil {
			next.ServeHTTP(w, r)
			return
		}
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		ip := net.ParseIP(trimBrackets(host))
		if !strings.EqualFold(host, "localhost") && (ip == nil || !ip.IsLoopback()) {
			why := jianfu.Say("只在本机应答：请用 localhost 或 127.0.0.1", "only this machine is answered: use localhost or 127.0.0.1")
			http.Error(w, why.In(jianfu.LangOf(r.Header.Get("Accept-Language"))), http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func trimBrackets(host string) string {
	if n := len(host); n > 1 && host[0] == '[' && host[n-1] == ']' {
		return host[1 : n-1]
	}
	return host
}

// headers make browsers trust only content from here.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}
