// Command sbom writes the bill of materials of Go programs as CycloneDX JSON, from what the
// compiler has put into them: every module with its version, and the checksum that go.sum has
// of it. The same program gives the same bytes.
package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/google/uuid"
)

func main() {
	log.SetFlags(0)
	version := flag.String("version", "", "version of the release; what the compiler knows without it")
	flag.Parse()
	if flag.NArg() == 0 {
		log.Fatal("usage: sbom [-version v1.2.3] PROGRAM… (each gets a PROGRAM.cdx.json beside it)")
	}
	for _, path := range flag.Args() {
		if err := write(path, *version); err != nil {
			log.Fatalf("sbom: %v", err)
		}
	}
}

// write writes the bill of a program beside it; version is that of the release, "" for what the
// compiler knows.
func write(path, version string) error {
	info, err := buildinfo.ReadFile(path)
	if err != nil {
		return err
	}
	if version != "" {
		info.Main.Version = version
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return err
	}
	data, err := json.MarshalIndent(billOf(info, filepath.Base(path), sum.Sum(nil)), "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path+".cdx.json", append(data, '\n'), 0o644)
}

// bill is a bill of materials, CycloneDX 1.6.
type bill struct {
	Format       string       `json:"bomFormat"`
	SpecVersion  string       `json:"specVersion"`
	Serial       string       `json:"serialNumber"`
	Version      int          `json:"version"`
	Metadata     metadata     `json:"metadata"`
	Components   []component  `json:"components"`
	Dependencies []dependency `json:"dependencies"`
}

type metadata struct {
	Component  component  `json:"component"`
	Properties []property `json:"properties,omitempty"`
}

type component struct {
	Type       string     `json:"type"`
	Ref        string     `json:"bom-ref"`
	Name       string     `json:"name"`
	Version    string     `json:"version,omitempty"`
	PURL       string     `json:"purl,omitempty"`
	Hashes     []hash     `json:"hashes,omitempty"`
	Properties []property `json:"properties,omitempty"`
}

type hash struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type dependency struct {
	Ref       string   `json:"ref"`
	DependsOn []string `json:"dependsOn,omitempty"`
}

// billOf returns the bill of a program whose file has a SHA-256.
func billOf(info *debug.BuildInfo, name string, sum []byte) bill {
	b := bill{
		Format: "CycloneDX", SpecVersion: "1.6", Version: 1, Components: []component{},
		Serial: "urn:uuid:" + uuid.NewSHA1(uuid.NameSpaceURL, sum).String(),
	}
	b.Metadata.Component = component{
		Type: "application", Ref: purl(info.Main.Path, info.Main.Version), Name: name, Version: info.Main.Version,
		PURL: purl(info.Main.Path, info.Main.Version), Hashes: []hash{{"SHA-256", hex.EncodeToString(sum)}},
	}
	for _, s := range info.Settings {
		if s.Key == "GOOS" || s.Key == "GOARCH" || s.Key == "CGO_ENABLED" || s.Key == "vcs.revision" {
			b.Metadata.Properties = append(b.Metadata.Properties, property{"go:build:" + s.Key, s.Value})
		}
	}
	all := dependency{Ref: b.Metadata.Component.Ref}
	add := func(c component) {
		b.Components = append(b.Components, c)
		all.DependsOn = append(all.DependsOn, c.Ref)
	}
	add(library("std", strings.TrimPrefix(info.GoVersion, "go"), ""))
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		add(library(m.Path, m.Version, m.Sum))
	}
	b.Dependencies = []dependency{all}
	return b
}

// library describes a module; sum is its line of go.sum.
func library(path, version, sum string) component {
	c := component{Type: "library", Ref: purl(path, version), Name: path, Version: version, PURL: purl(path, version)}
	if sum != "" {
		c.Properties = []property{{"go:sum", sum}}
	}
	return c
}

// purl returns the package URL of a module.
func purl(path, version string) string {
	out := "pkg:golang/" + path
	if version != "" {
		out += fmt.Sprintf("@%s", url.QueryEscape(version))
	}
	return out
}
