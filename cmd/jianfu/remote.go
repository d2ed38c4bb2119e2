package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jianfu"
)

// serverFlags are where a command is done by a server in place of a file.
type serverFlags struct {
	url, tokenFile, ca string
	plainToken         bool
}

// doneByServer gives a command the flags of a server.
func (p *program) doneByServer(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&p.at.url, "server", "", p.say(
		"不用仓库文件，请这个`地址`的服务来做，如 https://jianfu.example.gov.cn（JIANFU_SERVER）；令牌写在环境变量 JIANFU_TOKEN 或文件里",
		"ask the server at this `URL`, such as https://jianfu.example.gov.cn, in place of a file (JIANFU_SERVER); a token is in JIANFU_TOKEN or a file"))
	flags.StringVar(&p.at.tokenFile, "token-file", "", p.say("存令牌的`文件`（JIANFU_TOKEN_FILE）", "the `FILE` with the token (JIANFU_TOKEN_FILE)"))
	flags.StringVar(&p.at.ca, "server-ca", "", p.say("签发服务器证书的机构的证书`文件`，PEM（JIANFU_SERVER_CA）", "the `FILE` with the certificate of who issued the server's, PEM (JIANFU_SERVER_CA)"))
	flags.BoolVar(&p.at.plainToken, "plain-token", false, p.say("服务不在本机、又没有加密，也发送令牌", "send the token even where the server is on another machine and the connection is not encrypted"))
	p.must(cmd.MarkFlagFilename("token-file"))
	p.must(cmd.MarkFlagFilename("server-ca"))
}

// remote is a server that is asked in place of a warehouse.
type remote struct {
	url    url.URL
	token  string
	lang   jianfu.Lang
	client *http.Client
	note   func(zh, en string, args ...any)
}

// The limits of a connection. An answer may take as long as the server lets it.
const (
	connectTimeout = 10 * time.Second
	answerTimeout  = 20 * time.Minute
)

// remote is the server that a command is to be done by; nil where none is named. What the server has of its
// own cannot be named together with it.
func (p *program) remote(cmd *cobra.Command, local ...string) (*remote, error) {
	address := p.setting(p.at.url, "SERVER", "")
	if address == "" {
		for _, name := range []string{"token-file", "server-ca", "plain-token"} {
			if cmd.Flags().Changed(name) {
				return nil, misused("--%s 要和 --server 一起写", "--%s goes with --server", name)
			}
		}
		return nil, nil //nolint:nilnil // none is named
	}
	for _, name := range append(local, "warehouse", "catalog") {
		if cmd.Flags().Changed(name) {
			return nil, misused("--server 和 --%[1]s 只能写一个：服务用它自己的", "give --server or --%[1]s, not both: the server has its own", name)
		}
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, misused("服务地址写法不对，应为 https://主机 或 http://127.0.0.1:8080，不带路径；令牌不写在地址里", "the server's address is malformed: write https://host or http://127.0.0.1:8080, without a path; a token does not belong in it")
	}
	token, err := p.token()
	if err != nil {
		return nil, err
	}
	if token != "" && u.Scheme == "http" && !isThisMachine(u.Hostname()) && !p.at.plainToken {
		return nil, misused("没有发送令牌：%s 没有加密，令牌会在路上被看到。请用 https，确实要用时加 --plain-token", "the token was not sent: %s is not encrypted, and it could be read on the way. Use https, or --plain-token if you must", u.Host)
	}
	roots, err := trusted(p.setting(p.at.ca, "SERVER_CA", ""))
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: connectTimeout}).DialContext,
		TLSHandshakeTimeout:   connectTimeout,
		ResponseHeaderTimeout: answerTimeout,
		TLSClientConfig:       &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
	}
	return &remote{url: url.URL{Scheme: u.Scheme, Host: u.Host}, token: token, lang: p.lang, note: p.note, client: &http.Client{Transport: transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}, nil
}

// token is what the server knows the user by; "" for none. It is in a variable or a file: a list of processes shows arguments.
func (p *program) token() (string, error) {
	token := p.getenv("JIANFU_TOKEN")
	if file := p.setting(p.at.tokenFile, "TOKEN_FILE", ""); file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return "", misused("读不了令牌文件 %s：请检查文件名和权限", "cannot read the file %s of the token: check its name and permissions", file)
		}
		token = string(text)
	}
	token = strings.TrimSpace(token)
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", misused("令牌应只有一行字母和数字，如 jianfu_…", "a token is one line of letters and digits, such as jianfu_…")
	}
	return token, nil
}

// isThisMachine reports whether a host is this one, so that nothing crosses a network.
func isThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// trusted are who may have issued the server's certificate; nil are those that the system trusts.
func trusted(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil //nolint:nilnil // as tls.Config defines
	}
	text, err := os.ReadFile(file)
	roots := x509.NewCertPool()
	if err != nil || !roots.AppendCertsFromPEM(text) {
		return nil, misused("读不了证书 %s：请检查文件名和权限，应是 PEM 文件", "cannot read the certificate %s: check its name and permissions; it should be PEM", file)
	}
	return roots, nil
}

// send asks once. The answer's body must be closed.
func (s *remote) send(r *http.Request) (*http.Response, error) {
	if s.token != "" {
		r.Header.Set("Authorization", "Bearer "+s.token)
	}
	r.Header.Set("Accept-Language", map[jianfu.Lang]string{jianfu.Chinese: "zh-CN", jianfu.English: "en"}[s.lang])
	r.Header.Set("X-Jianfu-Client", "jianfu") // sent by no page of another host: the server takes changes from it
	response, err := s.client.Do(r)
	if err == nil || r.Context().Err() != nil {
		return response, errors.Join(err, r.Context().Err())
	}
	var certificate *tls.CertificateVerificationError
	if errors.As(err, &certificate) {
		return nil, jianfu.Errorf(jianfu.Unreadable, "%s 的证书不可信：请核对地址，或用 --server-ca 写明签发机构的证书", "the certificate of %s is not trusted: check the address, or name the certificate of who issued it by --server-ca", s.url.Host).Because(err)
	}
	return nil, jianfu.Errorf(jianfu.NotFound, "连不上服务 %s，或连接中断：请检查地址和网络，看服务是否在运行", "the server %s cannot be reached, or the connection broke: check the address and the network, and whether it runs", s.url.String()).Because(err)
}

// said is an error in the words of the server, which are in the user's language.
func (s *remote) said(code jianfu.Code, text string) *jianfu.Error {
	if code == jianfu.Unauthenticated && s.token == "" {
		return jianfu.Errorf(code, "服务 %s 要求令牌：请写在环境变量 JIANFU_TOKEN 里，或用 --token-file；令牌由 jianfu token create 创建", "the server %s needs a token: give it in the variable JIANFU_TOKEN or by --token-file; jianfu token create makes one", s.url.String())
	}
	return &jianfu.Error{Code: code, Text: jianfu.Text{ZH: text, EN: text}}
}

// stranger is the error of an answer that jianfu does not give.
func (s *remote) stranger(response *http.Response) error {
	return jianfu.Errorf(jianfu.Unreadable, "%[1]s 的回答看不懂（状态 %[2]d）：它可能不是 jianfu 服务，或中间的代理拦下了请求", "the answer of %[1]s is not understood (status %[2]d): it may be no jianfu server, or a proxy on the way refused", s.url.String(), response.StatusCode)
}

// busyTries is how often a server that has no turn is asked again.
const busyTries = 8

// patiently asks again as long as the server has no turn. What it refuses for that reason it has not begun.
func (s *remote) patiently(ctx context.Context, ask func() error) error {
	for try := 1; ; try++ {
		err := ask()
		var busy *jianfu.Error
		if !errors.As(err, &busy) || busy.Code != jianfu.Busy || try == busyTries {
			return err
		}
		wait := max(busy.RetryAfter, time.Second)
		s.note("服务忙，%d 秒后再试", "the server is busy: trying again in %d s", int(wait.Seconds()))
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// graphql sends a request to the API, and gives its data.
func (s *remote) graphql(r *http.Request) (data json.RawMessage, err error) {
	response, err := s.send(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if media, _, err := mime.ParseMediaType(response.Header.Get("Content-Type")); err != nil || media != "application/json" {
		return nil, s.stranger(response)
	}
	var answer struct {
		Data   json.RawMessage
		Errors []struct {
			Message    string
			Extensions struct {
				Code       jianfu.Code
				RetryAfter int
			}
		}
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, errors.Join(r.Context().Err(), s.stranger(response))
	}
	switch {
	case len(answer.Errors) > 0:
		first := answer.Errors[0]
		refused := s.said(first.Extensions.Code, first.Message)
		refused.RetryAfter = time.Duration(first.Extensions.RetryAfter) * time.Second
		return nil, refused
	case answer.Data == nil:
		return nil, s.stranger(response)
	}
	return answer.Data, nil
}

// ask asks a question of questions.graphql once.
func (s *remote) ask(ctx context.Context, question string, v variables) (data json.RawMessage, err error) {
	body, err := json.Marshal(map[string]any{"query": questionText(question), "operationName": question, "variables": v})
	if err != nil {
		return nil, err
	}
	err = s.patiently(ctx, func() error {
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url.JoinPath("graphql").String(), bytes.NewReader(body))
		if err != nil {
			return err
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "application/json")
		data, err = s.graphql(r)
		return err
	})
	return data, err
}

var definitionStart = regexp.MustCompile(`(?m)^(query|mutation|fragment) (\w+)`)
var fragmentUse = regexp.MustCompile(`\.\.\.(\w+)`)

// questionText is one question of questions.graphql and the fragments that it uses: a server bounds
// how many a request may have.
func questionText(name string) string {
	parts := map[string]string{}
	starts := definitionStart.FindAllStringSubmatchIndex(questions, -1)
	for i, at := range starts {
		end := len(questions)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		parts[questions[at[4]:at[5]]] = questions[at[0]:end]
	}
	text := ""
	used := map[string]bool{}
	var add func(name string)
	add = func(name string) {
		if used[name] {
			return
		}
		used[name] = true
		text += parts[name]
		for _, fragment := range fragmentUse.FindAllStringSubmatch(parts[name], -1) {
			add(fragment[1])
		}
	}
	add(name)
	return text
}

// paging is where an answer has the list that a server gives in pages.
type paging struct {
	path []string // to the object with the list
	list string
	size int
}

var pagings = map[string]paging{
	"Measure":          {[]string{"measure", "rows"}, "nodes", 10_000},
	"Figures":          {[]string{"measure", "rows"}, "nodes", 10_000},
	"Findings":         {[]string{"findings"}, "findings", 100},
	"Untested":         {[]string{"findings", "untested"}, "nodes", 100},
	"Submissions":      {[]string{"submissions"}, "nodes", 100},
	"SameExplanations": {[]string{"sameExplanations"}, "nodes", 100},
}

// flat is the whole answer to a question as answerOf has it.
func (s *remote) flat(ctx context.Context, question string, v variables) (json.RawMessage, error) {
	data, err := s.whole(ctx, question, v)
	if err != nil {
		return nil, err
	}
	return flat(data)
}

// read reads the whole answer to a question.
func (s *remote) read(ctx context.Context, question string, v variables, into any) error {
	data, err := s.whole(ctx, question, v)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}

// whole asks a question and, where its list has several pages, for all of them; or for as many as v has as first.
func (s *remote) whole(ctx context.Context, question string, v variables) (json.RawMessage, error) {
	p, paged := pagings[question]
	if !paged {
		data, err := s.ask(ctx, question, v)
		if err != nil {
			return nil, err
		}
		return asOwn(data)
	}
	asked := variables{"paged": true}
	for name, value := range v {
		asked[name] = value
	}
	limit, limited := v["first"].(int)
	var items []json.RawMessage
	for {
		asked["first"] = p.size
		if limited {
			asked["first"] = min(p.size, limit-len(items))
		}
		data, err := s.ask(ctx, question, asked)
		if err != nil {
			return nil, err
		}
		var page []json.RawMessage
		next := ""
		merged, err := atPath(data, p.path, func(name string, value json.RawMessage) (json.RawMessage, error) {
			switch name {
			case p.list:
				if err := json.Unmarshal(value, &page); err != nil {
					return nil, err
				}
				items = append(items, page...)
				return listOf(items), nil
			case "pageInfo":
				var info struct {
					HasNextPage bool
					EndCursor   string
				}
				err := json.Unmarshal(value, &info)
				if info.HasNextPage {
					next = info.EndCursor
				}
				return nil, err
			}
			return value, nil
		})
		if err != nil {
			return nil, err
		}
		if next == "" || len(page) == 0 || limited && len(items) >= limit {
			return asOwn(merged)
		}
		asked["after"] = next
	}
}

// members rewrites the members of a JSON object in their order: each is what change makes of it, or nothing for nil.
func members(object json.RawMessage, change func(name string, value json.RawMessage) (json.RawMessage, error)) (json.RawMessage, error) {
	d := json.NewDecoder(bytes.NewReader(object))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return object, err
	}
	var parts [][]byte
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		if value, err = change(name.(string), value); err != nil {
			return nil, err
		}
		if value != nil {
			parts = append(parts, append([]byte(`"`+name.(string)+`":`), value...)) // a name of GraphQL has nothing to escape
		}
	}
	return append(append([]byte{'{'}, bytes.Join(parts, []byte{','})...), '}'), nil
}

// atPath rewrites the members of the object at a path.
func atPath(value json.RawMessage, path []string, change func(name string, value json.RawMessage) (json.RawMessage, error)) (json.RawMessage, error) {
	if len(path) == 0 {
		return members(value, change)
	}
	return members(value, func(name string, inner json.RawMessage) (json.RawMessage, error) {
		if name != path[0] {
			return inner, nil
		}
		return atPath(inner, path[1:], change)
	})
}

// asOwn is an answer as this process would give it: without the positions of pages, and with texts as they are. It fails if a
// list within it has more than a page: no part of a list is shown for the whole.
func asOwn(value json.RawMessage) (json.RawMessage, error) {
	switch bytes.TrimSpace(value)[0] {
	case '[':
		var items []json.RawMessage
		if err := json.Unmarshal(value, &items); err != nil {
			return nil, err
		}
		for i := range items {
			var err error
			if items[i], err = asOwn(items[i]); err != nil {
				return nil, err
			}
		}
		return listOf(items), nil
	case '{':
		return members(value, func(name string, inner json.RawMessage) (json.RawMessage, error) {
			if name != "pageInfo" {
				return asOwn(inner)
			}
			var info struct{ HasNextPage bool }
			if err := json.Unmarshal(inner, &info); err != nil {
				return nil, err
			}
			if info.HasNextPage {
				return nil, jianfu.Errorf(jianfu.TooLarge, "有一项的明细太多，服务一次给不全：请缩小时间，或在网页上看", "one of the lists is longer than a server gives at once: narrow the period, or look at the page")
			}
			return nil, nil
		})
	case '"': // < and > are escaped over HTTP
		var text string
		if err := json.Unmarshal(value, &text); err != nil {
			return nil, err
		}
		var out bytes.Buffer
		err := writeLine(&out, text)
		return bytes.TrimSpace(out.Bytes()), err
	}
	return value, nil
}

// listOf is a JSON list of its items.
func listOf(items []json.RawMessage) json.RawMessage {
	parts := make([][]byte, len(items))
	for i, item := range items {
		parts[i] = item
	}
	return append(append([]byte{'['}, bytes.Join(parts, []byte{','})...), ']')
}

// download gets a file of the server.
func (s *remote) download(ctx context.Context, path string, parameters url.Values) (content []byte, header http.Header, err error) {
	address := s.url.JoinPath(path)
	address.RawQuery = parameters.Encode()
	err = s.patiently(ctx, func() error {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
		if err != nil {
			return err
		}
		response, err := s.send(r)
		if err != nil {
			return err
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		code := response.Header.Get("X-Error-Code")
		switch {
		case err != nil:
			return errors.Join(ctx.Err(), fmt.Errorf("read %s: %w", path, err))
		case code != "":
			refused := s.said(jianfu.Code(code), strings.TrimSpace(string(body)))
			if seconds, err := time.ParseDuration(response.Header.Get("Retry-After") + "s"); err == nil {
				refused.RetryAfter = seconds
			}
			return refused
		case response.StatusCode != http.StatusOK:
			return s.stranger(response)
		}
		content, header = body, response.Header
		return nil
	})
	return content, header, err
}
