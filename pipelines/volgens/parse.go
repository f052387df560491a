package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/volgens/volgens/analysis"
	languages "github.com/volgens/volgens/analysis/language"
	"github.com/volgens/volgens/analysis/syntax"
	"github.com/volgens/volgens/analysis/syntax/conllu"
	"github.com/volgens/volgens/analysis/text"
)

// parseOptions are the flags of parse.
type parseOptions struct {
	lang, input, format string
}

func (a *app) parseCommand() *cobra.Command {
	var o parseOptions
	cmd := &cobra.Command{
		Use:     "parse [FILE|-]",
		GroupID: groupData,
		Short:   "Show the syntax of a text",
		Long: `Show the sentences of a text with the lemma, part of speech, features and place in the
dependency tree of every word, as Universal Dependencies defines them, in CoNLL-U.

--input conllu keeps the sentences and tokens of a CoNLL-U file and replaces tags, lemmas
and trees, so that the result can be scored against the file.`,
		Example: `  volgens parse article.txt
  echo "Zij zegt dat het regent." | volgens parse --lang nl --format tree
  volgens parse --lang nl --input conllu nl-dev.conllu > system.conllu`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.parse(args, o) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&o.lang, "lang", "", "language of the text, such as nl; guessed without it")
	flags.StringVar(&o.input, "input", "text", "text or conllu")
	flags.StringVarP(&o.format, "format", "f", "conllu", "conllu or tree")
	must(cmd.RegisterFlagCompletionFunc("input", cobra.FixedCompletions([]string{"text", "conllu"}, cobra.ShellCompDirectiveNoFileComp)))
	must(cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"conllu", "tree"}, cobra.ShellCompDirectiveNoFileComp)))
	return cmd
}

func (a *app) parse(args []string, o parseOptions) error {
	switch {
	case o.input != "text" && o.input != "conllu":
		return usagef("--input: want text or conllu, have %q", o.input)
	case o.format != "conllu" && o.format != "tree":
		return usagef("--format: want conllu or tree, have %q", o.format)
	}
	data, err := a.parseInput(args)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(a.out)
	if o.input == "conllu" {
		err = parseTreebank(out, data, o)
	} else {
		err = parseText(out, strings.ToValidUTF8(string(data), "\uFFFD"), o)
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

func (a *app) parseInput(args []string) ([]byte, error) {
	if len(args) == 0 || args[0] == "-" {
		return io.ReadAll(a.in)
	}
	return os.ReadFile(args[0])
}

// parser loads the parser of the language, which is guessed from doc if none is given.
func parser(lang, doc string) (*syntax.Parser, error) {
	if lang == "" {
		lang, _ = languages.Guess(doc)
	}
	return syntax.Load(lang)
}

func parseText(out io.Writer, data string, o parseOptions) error {
	p, err := parser(o.lang, data)
	if err != nil {
		return err
	}
	analyzer, err := analysis.New(p.Language())
	if err != nil {
		return err
	}
	doc, err := analyzer.Parse(data, analysis.InLanguage(p.Language()))
	if err != nil {
		return err
	}
	for i, s := range doc.Sentences {
		if o.format == "tree" {
			writeTree(out, doc.Text, s.Tokens)
			continue
		}
		var before *text.Sentence
		if i > 0 {
			before = &doc.Sentences[i-1]
		}
		c := conllu.Of(doc.Text, s, before)
		if err := conllu.Write(out, &c); err != nil {
			return err
		}
	}
	return nil
}

func parseTreebank(out io.Writer, data []byte, o parseOptions) error {
	gold, err := conllu.Read(bytes.NewReader(data))
	if err != nil {
		return err
	}
	doc, sentences := conllu.Text(gold)
	p, err := parser(o.lang, doc)
	if err != nil {
		return err
	}
	p.Parse(doc, sentences)
	for i := range sentences {
		if o.format == "tree" {
			writeTree(out, doc, sentences[i].Tokens)
			continue
		}
		gold[i].Relabel(sentences[i].Tokens)
		if err := conllu.Write(out, &gold[i]); err != nil {
			return err
		}
	}
	return nil
}

// writeTree draws a tree, the governing word over the words that it governs.
func writeTree(out io.Writer, doc string, tokens []text.Token) {
	t := syntax.TreeOf(tokens)
	if root := t.Root(); root >= 0 {
		writeBranch(out, doc, t, root, "", "")
	}
	fmt.Fprintln(out)
}

func writeBranch(out io.Writer, doc string, t *syntax.Tree, i int, first, rest string) {
	x := t.Tokens[i]
	line := fmt.Sprintf("%s%s  %s %s", first, x.In(doc), x.UPOS, x.Rel)
	if x.Lemma != x.In(doc) {
		line += "  (" + x.Lemma + ")"
	}
	fmt.Fprintln(out, line)
	children := t.Children(i)
	for k, c := range children {
		if k+1 < len(children) {
			writeBranch(out, doc, t, int(c), rest+"├─ ", rest+"│  ")
		} else {
			writeBranch(out, doc, t, int(c), rest+"└─ ", rest+"   ")
		}
	}
}
