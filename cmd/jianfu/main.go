// Command jianfu loads the spreadsheets that departments file, and answers how many documents,
// meetings, inspections and messages there were, compared with the year before: on the command
// line, as GraphQL, and for spreadsheets.
//
// Only this package reads flags, the environment and the configuration file, and decides the exit
// status: 0 done, 1 refused or failed, 2 misuse.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/term"

	"jianfu"
	"jianfu/metrics"
	"jianfu/sandbox"
)

// gcPercent lets Go's heap, some ten megabytes beside DuckDB's memory, grow before it is collected:
// a load of a million rows takes five percent less processor time. From heapLimit on it does not.
const (
	gcPercent = 400
	heapLimit = 512 << 20
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(heapLimit)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv))
}

// The exit statuses.
const (
	done    = 0
	refused = 1
	misuse  = 2
)

// errRefused ends a command with status 1 when everything has been said.
var errRefused = errors.New("refused")

// run is the whole program: results to stdout, everything else to stderr.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, getenv func(string) string) int {
	if len(args) > 0 && args[0] == workerArgument {
		return work(ctx, args[1:], stdin, stdout, stderr)
	}
	p := &program{stdout: onTerminal(stdout), stderr: stderr, getenv: getenv, lang: language(getenv)}
	root := p.rootCommand()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err != nil && ctx.Err() != nil && !errors.Is(err, errRefused) { // an interrupted operation reports it itself
		err = ctx.Err()
	}
	return p.status(err)
}

// terminal is a terminal that is shown text alone: nothing that was filed reaches it as an
// escape sequence.
type terminal struct{ *os.File }

// Write shows a text. If it is written in pieces, each must end between characters.
func (t terminal) Write(text []byte) (int, error) {
	_, err := t.WriteString(jianfu.Visible(string(text)))
	return len(text), err
}

// onTerminal is the output itself, unless it is a terminal.
func onTerminal(out io.Writer) io.Writer {
	if file, ok := out.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return terminal{file}
	}
	return out
}

// workerArgument starts this program as a worker of the sandbox: see package sandbox.
const workerArgument = "sandbox-worker"

// work is the life of a worker. Its output is for the log of the process that started it.
func work(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if err := sandbox.Work(ctx, args, stdin, stdout, metrics.Functions()...); err != nil {
		_, _ = fmt.Fprintln(stderr, err)
		return refused
	}
	return done
}

// program is shared by all commands.
type program struct {
	stdout, stderr io.Writer
	getenv         func(string) string
	lang           jianfu.Lang
	warehouseFlag  string
	catalogFlag    string
	at             serverFlags // of the server that does the command in place of a file
	knownAt        int64       // the commit by which the warehouse is asked; 0 is the latest
	moment         time.Time   // of the snapshot that is asked in place of the warehouse; else zero
}

// language follows the variables of the locale in their order of precedence.
func language(getenv func(string) string) jianfu.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale := getenv(name); locale != "" {
			return jianfu.LangOf(locale)
		}
	}
	return jianfu.Chinese
}

// say is a sentence in the user's language.
func (p *program) say(zh, en string, args ...any) string {
	return jianfu.Say(zh, en, args...).In(p.lang)
}

// note writes a line that is not a result.
func (p *program) note(zh, en string, args ...any) { p.tell(p.say(zh, en, args...)) }

// tell writes a line to stderr. Where that fails there is nowhere left to say so.
func (p *program) tell(line string) { _, _ = fmt.Fprintln(p.stderr, jianfu.Visible(line)) }

// status shows an error and returns the exit status.
func (p *program) status(err error) int {
	var known *jianfu.Error
	switch {
	case err == nil:
		return done
	case errors.Is(err, errRefused):
	case errors.As(err, &known):
		for _, fault := range known.Faults {
			p.tell(fault.In(p.lang))
		}
		p.note("错误：%s", "error: %s", known.Text.In(p.lang))
		if known.Code == jianfu.Invalid {
			return misuse
		}
	case errors.Is(err, context.Canceled):
		p.note("已中断", "interrupted")
	default:
		p.note("错误：%v", "error: %v", err)
	}
	return refused
}
