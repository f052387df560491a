package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/fsouza/fake-gcs-server/fakestorage"
	"github.com/google/go-cmp/cmp"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"github.com/volgens/volgens/schemas"
	"github.com/volgens/volgens/schemas/dataset"
)

// bucket is an object store on this machine.
type bucket struct {
	root    string // URL of the bucket
	environ []string
	put     func(key string, data []byte)
	objects func() map[string][]byte
}

func s3Bucket(t *testing.T) bucket {
	t.Helper()
	backend := s3mem.New()
	check(t, backend.CreateBucket("news"))
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	return bucket{
		root: "s3://news",
		environ: []string{
			"AWS_ENDPOINT_URL=" + server.URL, "AWS_REGION=eu-west-1", "AWS_ACCESS_KEY_ID=key", "AWS_SECRET_ACCESS_KEY=secret",
			"AWS_EC2_METADATA_DISABLED=true", "AWS_REQUEST_CHECKSUM_CALCULATION=when_required", "AWS_RESPONSE_CHECKSUM_VALIDATION=when_required",
			"AWS_CONFIG_FILE=/none", "AWS_SHARED_CREDENTIALS_FILE=/none",
		},
		put: func(key string, data []byte) {
			_, err := backend.PutObject("news", key, nil, bytes.NewReader(data), int64(len(data)), nil)
			check(t, err)
		},
		objects: func() map[string][]byte {
			list, err := backend.ListBucket("news", &gofakes3.Prefix{}, gofakes3.ListBucketPage{})
			check(t, err)
			out := map[string][]byte{}
			for _, o := range list.Contents {
				got, err := backend.GetObject("news", o.Key, nil)
				check(t, err)
				out[o.Key], err = io.ReadAll(got.Contents)
				check(t, err)
			}
			return out
		},
	}
}

func gsBucket(t *testing.T) bucket {
	t.Helper()
	server, err := fakestorage.NewServerWithOptions(fakestorage.Options{Scheme: "http", Host: "127.0.0.1", PublicHost: "127.0.0.1"})
	check(t, err)
	t.Cleanup(server.Stop)
	server.CreateBucketWithOpts(fakestorage.CreateBucketOpts{Name: "news"})
	return bucket{
		root: "gs://news", environ: []string{"STORAGE_EMULATOR_HOST=" + server.URL()},
		put: func(key string, data []byte) {
			server.CreateObject(fakestorage.Object{ObjectAttrs: fakestorage.ObjectAttrs{BucketName: "news", Name: key}, Content: data})
		},
		objects: func() map[string][]byte {
			list, err := server.ListObjectsWithOptionsPaginated("news", fakestorage.ListOptions{})
			check(t, err)
			out := map[string][]byte{}
			for _, a := range list.Objects {
				o, err := server.GetObject("news", a.Name)
				check(t, err)
				out[a.Name] = o.Content
			}
			return out
		},
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// child runs the program as a process of its own and returns its standard error.
func child(t *testing.T, environ []string, args ...string) string {
	t.Helper()
	exe, err := os.Executable()
	check(t, err)
	cmd := exec.Command(exe)
	cmd.Args = append([]string{"volgens"}, args...) // what TestMain goes by
	cmd.Env = append(os.Environ(), append(environ, "NO_COLOR=1")...)
	var log bytes.Buffer
	cmd.Stderr = &log
	if err := cmd.Run(); err != nil {
		t.Fatalf("volgens %s: %v\n%s", strings.Join(args, " "), err, log.Bytes())
	}
	return log.String()
}

// below returns the objects of a folder by the rest of their key.
func below(objects map[string][]byte, folder string) map[string]string {
	out := map[string]string{}
	for key, data := range objects {
		if name, ok := strings.CutPrefix(key, folder+"/"); ok {
			out[name] = string(data)
		}
	}
	return out
}

// TestObjectStores: input and output on S3 and on Cloud Storage give the bytes that the same
// input gives on a local disk, whatever the keys, also when a run adds to the dataset.
func TestObjectStores(t *testing.T) {
	keys := []string{"in put/a.txt", "in put/2024/b c+d.txt", "in put/2024/05/50%20 #1?.txt", "in put/2024/05/é.jsonl.gz.txt", "other/e.txt"}
	for name, open := range map[string]func(*testing.T) bucket{"s3": s3Bucket, "gs": gsBucket} {
		t.Run(name, func(t *testing.T) {
			b := open(t)
			names, err := filepath.Glob("../claims/testdata/articles/*.txt")
			check(t, err)
			for i, key := range keys {
				data, err := os.ReadFile(names[i%len(names)])
				check(t, err)
				b.put(key, append(data, []byte(strings.Repeat("\nEn nog iets.", i))...))
			}
			b.put("in put/2024/", nil) // the mark of a folder
			local := filepath.Join(t.TempDir(), "out")
			child(t, b.environ, "run", b.root+"/in put/", "--output", local, "--quiet")
			if diff := cmp.Diff(keysOf(b.root, keys[:4]), documentURIs(t, local)); diff != "" {
				t.Fatalf("documents (-want +got):\n%s", diff)
			}
			for _, folder := range []string{"out", "my out + more/2024"} {
				child(t, b.environ, "run", b.root+"/in put/", "--output", b.root+"/"+folder, "--quiet")
				if diff := cmp.Diff(contents(t, local), below(b.objects(), folder)); diff != "" {
					t.Errorf("objects of %s (-local +remote):\n%s", folder, diff)
				}
			}
			child(t, b.environ, "run", b.root+"/**/*.txt", "--output", b.root+"/out/", "--quiet", "--append")
			child(t, b.environ, "run", b.root+"/other", "--output", local, "--quiet", "--append")
			if diff := cmp.Diff(contents(t, local), below(b.objects(), "out")); diff != "" {
				t.Errorf("objects after an addition (-local +remote):\n%s", diff)
			}
		})
	}
}

func keysOf(root string, keys []string) (out []string) {
	for _, key := range keys {
		out = append(out, root+"/"+key)
	}
	slices.Sort(out)
	return out
}

func documentURIs(t *testing.T, dir string) (out []string) {
	t.Helper()
	m, err := dataset.Verify(context.Background(), os.DirFS(dir))
	check(t, err)
	table, _ := m.Table(schemas.Documents)
	for _, f := range table.Files {
		for row, err := range dataset.Rows[schemas.Document](os.DirFS(dir), f.Path) {
			check(t, err)
			out = append(out, row.URI)
		}
	}
	slices.Sort(out)
	return out
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	check(t, filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		out[filepath.ToSlash(rel)] = string(data)
		return err
	}))
	return out
}

// dataflowArgs are the flags of a job on Dataflow that the tests never start.
func dataflowArgs(b bucket, more ...string) []string {
	return append([]string{
		"run", b.root + "/in/", "--output", b.root + "/claims", "--config", "dataflow", "--set", "log.format=json",
		"--project", "my-project", "--staging_location", b.root + "/staging",
	}, more...)
}

// dataflowJob is what the tests read of a job of Dataflow.
type dataflowJob struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	Environment struct {
		Experiments        []string `json:"experiments"`
		SDKPipelineOptions struct {
			Go struct {
				Options map[string]string `json:"options"` // the flags that go along
			} `json:"beam:option:go_options:v1"`
		} `json:"sdkPipelineOptions"`
		WorkerPools []struct {
			AutoscalingSettings struct {
				MaxNumWorkers int `json:"maxNumWorkers"`
			} `json:"autoscalingSettings"`
			Kind        string `json:"kind"`
			MachineType string `json:"machineType"`
			NumWorkers  int    `json:"numWorkers"`
			Packages    []struct {
				Name     string `json:"name"`
				Location string `json:"location"`
			} `json:"packages"`
			SDKHarnessContainerImages []struct {
				ContainerImage string `json:"containerImage"`
			} `json:"sdkHarnessContainerImages"`
		} `json:"workerPools"`
	} `json:"environment"`
}

// jobIn finds the job in the log of a rehearsal.
func jobIn(t *testing.T, log string) dataflowJob {
	t.Helper()
	for line := range strings.SplitSeq(log, "\n") {
		var entry struct{ Msg string }
		var job dataflowJob
		if json.Unmarshal([]byte(line), &entry) == nil && strings.HasPrefix(entry.Msg, "{") && json.Unmarshal([]byte(entry.Msg), &job) == nil && job.Type != "" {
			return job
		}
	}
	t.Fatalf("no job in\n%s", log)
	return dataflowJob{}
}

// TestDataflowDryRun holds the essential parts of the job, and that nothing of the environment
// goes along. pipelines/claims holds its steps.
func TestDataflowDryRun(t *testing.T) {
	b := gsBucket(t)
	b.put("in/a.txt", []byte("‘Het regent’, zegt Jan Kuik."))
	log := child(t, append(b.environ, "AWS_SECRET_ACCESS_KEY=hush-hush", "VOLGENS_SESSION_SECRET=hush-hush"), dataflowArgs(b, "--dry_run")...)
	if strings.Contains(log, "hush") {
		t.Error("a secret of the environment is in the job")
	}
	job := jobIn(t, log)
	if len(b.objects()) != 1 {
		t.Errorf("a rehearsal has written: %d objects", len(b.objects()))
	}
	for i := range job.Environment.WorkerPools {
		for k := range job.Environment.WorkerPools[i].Packages {
			p := &job.Environment.WorkerPools[i].Packages[k]
			p.Location = "…/" + p.Location[strings.LastIndex(p.Location, "/")+1:]
		}
	}
	got, err := json.MarshalIndent(job, "", "  ")
	check(t, err)
	golden := filepath.Join("testdata", "dataflow-job.json")
	if updating() {
		check(t, os.WriteFile(golden, append(got, '\n'), 0o644))
	}
	want, err := os.ReadFile(golden)
	check(t, err)
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got)+"\n", "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", golden, diff)
	}
}

// TestBeamVersions: the image of the workers has the version of Beam that the program is built with.
func TestBeamVersions(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	check(t, err)
	found := regexp.MustCompile(`github.com/apache/beam/sdks/v2 v(\S+)`).FindSubmatch(mod)
	if found == nil {
		t.Fatal("go.mod names no version of Beam")
	}
	for _, name := range []string{"../../Dockerfile", "../../configs/flink.yaml"} {
		data, err := os.ReadFile(name)
		check(t, err)
		if want := "apache/beam_go_sdk:" + string(found[1]); !bytes.Contains(data, []byte(want)) {
			t.Errorf("%s does not name %s", name, want)
		}
	}
}

// TestDataflowTemplate stages a job on an object store on this machine: as far as the SDK goes
// without Google Cloud. The program stages itself for the workers.
func TestDataflowTemplate(t *testing.T) {
	b := gsBucket(t)
	b.put("in/a.txt", []byte("‘Het regent’, zegt Jan Kuik."))
	child(t, b.environ, dataflowArgs(b, "--template_location", b.root+"/templates/claims")...)
	objects := b.objects()
	exe, err := os.Executable()
	check(t, err)
	size := int64(-1)
	if info, err := os.Stat(exe); err == nil {
		size = info.Size()
	}
	var worker, model bool
	for key, data := range objects {
		worker = worker || strings.HasPrefix(key, "staging/") && strings.HasSuffix(key, "/worker") && int64(len(data)) == size
		model = model || strings.HasPrefix(key, "staging/") && strings.HasSuffix(key, "/model") && len(data) > 1000
	}
	if !worker || !model {
		t.Errorf("staged: worker %v, model %v; %d objects", worker, model, len(objects))
	}
	var job dataflowJob
	if err := json.Unmarshal(objects["templates/claims"], &job); err != nil || job.Name != "volgens" {
		t.Errorf("template of job %q: %v", job.Name, err)
	}
}
