package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/metrics"
	"jianfu/warehouse"
)

func (p *program) demoCommand() *cobra.Command {
	var listen string
	var once, noServe bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: p.say("演示：载入示例城市云州市三年的报表，启动服务", "try it: load three years of the sample city and serve them"),
		Long: p.say("在临时文件夹里建仓库，把随程序附带的示例城市云州市三年的报表按当时收到的日期逐份载入（有更正，有个别\n逾期和未报），显示主要数据，然后启动服务。按 Ctrl-C 停止并删除临时文件夹。不需要网络。",
			"Makes a warehouse in a temporary folder, loads three years of filings of the sample city that\nthis program carries, each as of the day it came (one corrects another, a few are late or missing),\nshows the headline figures, and serves them.\nCtrl-C stops it and removes the folder. Needs no network."),
		Example: p.example("jianfu demo", "jianfu demo --once", "jianfu demo --listen 127.0.0.1:9000"),
		Args:    p.noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.demo(cmd.Context(), listen, cmd.Flags().Changed("listen"), !once && !noServe)
		},
	}
	cmd.Flags().StringVar(&listen, "listen", defaultListen, p.say("监听`地址`；不写时端口被占则换下一个", "the `ADDRESS` to listen on; by default the next port if it is taken"))
	cmd.Flags().BoolVar(&once, "once", false, p.say("显示数据后退出，不启动服务", "show the figures and exit without serving"))
	cmd.Flags().BoolVar(&noServe, "no-serve", false, p.say("同 --once", "the same as --once"))
	return cmd
}

func (p *program) demo(ctx context.Context, listen string, exact, serving bool) (err error) {
	address, err := listening(listen, false, false)
	if err != nil {
		return err
	}
	log, err := p.logger("info")
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "jianfu-demo-")
	if err != nil {
		return fmt.Errorf("make a temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	w, err := warehouse.Open(ctx, filepath.Join(folder, defaultWarehouse))
	if err != nil {
		return err
	}
	defer closing(w, &err)
	site, err := p.server(ctx, w, log, settings{})
	if err != nil {
		return err
	}
	if err := p.loadCity(ctx, site.Loader); err != nil {
		return err
	}
	if err := p.headlines(ctx, site.Engine); err != nil || !serving {
		return err
	}
	listener, err := listenNear(address, exact)
	if err != nil {
		return misused("不能在 %s 上监听：%v", "cannot listen on %s: %v", listen, err)
	}
	if _, err := fmt.Fprintln(p.stdout, p.invitation(listener.Addr().String())); err != nil {
		return err
	}
	return site.Serve(ctx, listener)
}

// headline are the most important figures of the annual summary.
var headline = []string{"documents.issued", "meetings.held", "inspections.conducted", "messages.handling_rate",
	"apps.clearance_rate", "groups.clearance_rate", "bodies.total"}

func (p *program) headlines(ctx context.Context, engine *metrics.Engine) error {
	m, err := engine.Measure(ctx, metrics.Query{Metrics: headline, Period: jianfu.YearOf(2023), Compare: metrics.YearEarlier})
	if err != nil {
		return err
	}
	return p.writeMeasurement(p.stdout, engine.Catalog(), m)
}

// listenNear listens on an address, or on the next free port if any would do.
func listenNear(address *net.TCPAddr, exact bool) (*net.TCPListener, error) {
	for {
		listener, err := net.ListenTCP("tcp", address)
		if exact || !errors.Is(err, syscall.EADDRINUSE) || address.Port == 65535 {
			return listener, err
		}
		address.Port++
	}
}

func (p *program) invitation(address string) string {
	curl := `curl -s http://` + address + `/graphql -H 'Content-Type: application/json' -d '{"query":
  "{measure(input:{metrics:[\"meetings.held\"],period:\"2023\",compareTo:YEAR_EARLIER,by:[\"portfolio\"]}){rows{nodes{group{label}values{text comparison{sentence}}}}}}"}'`
	return p.say("\n服务已启动，按 Ctrl-C 停止：\n  首页      http://%[1]s/\n  GraphQL   http://%[1]s/graphql\n  CSV       http://%[1]s/measure.csv?metrics=meetings.held&period=2023&by=portfolio\n试一试：\n%[2]s",
		"\nserving; Ctrl-C stops:\n  front page  http://%[1]s/\n  GraphQL     http://%[1]s/graphql\n  CSV         http://%[1]s/measure.csv?metrics=meetings.held&period=2023&by=portfolio\ntry:\n%[2]s",
		address, curl)
}
