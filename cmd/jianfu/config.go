package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/netip"

	"github.com/spf13/cobra"

	"jianfu/accounts"
	"jianfu/graph"
	"jianfu/post"
	"jianfu/server"
	"jianfu/signon"
)

// doors are where a server listens, and who is let in.
type doors struct {
	log       *slog.Logger
	accounts  *accounts.Store // to be closed
	proxies   []netip.Addr
	address   *net.TCPAddr
	tls       *server.Certificate // nil for none
	pgAddress *net.TCPAddr        // nil for none
	pgTLS     *server.Certificate // nil for none
	signOn    *signon.Provider    // nil for none
	post      *post.Post          // nil for none
	trusted   graph.Trusted       // nil is any operation
}

// doors reads what the settings say of them. It opens the accounts and nothing else.
func (p *program) doors(ctx context.Context, s settings) (d doors, err error) {
	if d.log, err = p.logger(s.LogLevel); err != nil {
		return d, err
	}
	p.warehouseFlag, p.catalogFlag = s.Warehouse, s.Catalog
	if d.proxies, err = addresses(s.Proxies); err != nil {
		return d, err
	}
	if d.tls, err = certificate(s.TLSCert, s.TLSKey, d.log); err != nil {
		return d, err
	}
	if d.pgTLS, err = certificate(s.PGTLSCert, s.PGTLSKey, d.log); err != nil {
		return d, err
	}
	if d.pgTLS == nil {
		d.pgTLS = d.tls
	}
	if d.trusted, err = operations(s.Operations); err != nil {
		return d, err
	}
	if err := s.Backup.check(); err != nil {
		return d, err
	}
	if d.signOn, err = p.provider(s.OIDC); err != nil {
		return d, err
	}
	if d.accounts, err = accounts.Open(accounts.Path(p.warehouseFile())); err != nil {
		return d, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.accounts.Close())
		}
	}()
	if d.post, err = p.postOf(s.SMTP, d.accounts, d.log); err != nil {
		return d, err
	}
	active, err := d.accounts.Active(ctx)
	if err != nil {
		return d, err
	}
	if d.address, err = listening(s.Listen, active, d.tls != nil || len(d.proxies) > 0); err != nil || s.PG == "" {
		return d, err
	}
	d.pgAddress, err = listening(s.PG, active, d.pgTLS != nil)
	return d, err
}

func (p *program) configCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "config",
		Short:   p.say("服务的配置", "the configuration of the server"),
		Example: p.example("jianfu config check --config jianfu.yml"),
		Args:    p.noArguments,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.configCheckCommand())
	return cmd
}

func (p *program) configCheckCommand() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "check",
		Short: p.say("检查配置，不启动服务", "check the configuration without starting the server"),
		Long: p.say("按 serve 的次序读取配置文件和环境变量 JIANFU_*，检查地址、证书、反向代理、账号、本地规则和报告模板，有错时说明是哪一处，以状态 2 结束。不打开仓库，不监听端口。",
			"Reads the configuration and the variables JIANFU_* as serve does, and checks addresses, certificates, proxies, accounts,\nlocal rules and templates of reports. It says what is wrong, and ends with status 2. It opens no warehouse and no port."),
		Example: p.example("jianfu config check --config jianfu.yml"),
		Args:    p.noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := p.readSettings(cmd, file, settings{})
			if err != nil {
				return err
			}
			d, err := p.doors(cmd.Context(), s)
			if err != nil {
				return err
			}
			if err := d.accounts.Close(); err != nil {
				return err
			}
			if _, err := p.contracts(); err != nil {
				return err
			}
			catalog, err := p.triedCatalog(cmd.Context())
			if err != nil {
				return err
			}
			if _, err := readTemplates(s.Templates, catalog); err != nil {
				return err
			}
			return p.line("配置无误：仓库 %s，监听 %s", "the configuration is right: warehouse %s, listening on %s", p.warehouseFile(), d.address)
		},
	}
	cmd.Flags().StringVar(&file, "config", "", p.say("配置`文件`，如 jianfu.yml（JIANFU_CONFIG）", "the configuration `FILE`, such as jianfu.yml (JIANFU_CONFIG)"))
	return cmd
}
