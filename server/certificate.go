package server

import (
	"crypto/tls"
	"errors"
	"log/slog"
	"os"
	"sync"
	"time"
)

// Certificate is a certificate and its key in files. They are read again when they change, so that a renewed
// certificate needs no restart.
type Certificate struct {
	cert, key string
	log       *slog.Logger

	lock    sync.Mutex
	changed [2]time.Time
	pair    *tls.Certificate
}

// ReadCertificate reads a certificate and its key, in PEM.
func ReadCertificate(cert, key string, log *slog.Logger) (*Certificate, error) {
	c := &Certificate{cert: cert, key: key, log: log}
	return c, c.read()
}

// read reads the files if they have changed.
func (c *Certificate) read() error {
	a, errA := os.Stat(c.cert)
	b, errB := os.Stat(c.key)
	if err := errors.Join(errA, errB); err != nil {
		return err
	}
	changed := [2]time.Time{a.ModTime(), b.ModTime()}
	if c.pair != nil && changed == c.changed {
		return nil
	}
	c.changed = changed // a faulty pair is reported once
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err == nil {
		c.pair = &pair
	}
	return err
}

// Current is the certificate. If new files cannot be used, the old one goes on, and the log says so.
func (c *Certificate) Current() *tls.Certificate {
	c.lock.Lock()
	defer c.lock.Unlock()
	if err := c.read(); err != nil {
		c.log.Error("read the changed certificate: the old one goes on", "error", err)
	}
	return c.pair
}

// Config is TLS with the certificate: version 1.2 or later.
func (c *Certificate) Config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.Current(), nil }}
}
