package write

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/gcs"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/s3"
	"github.com/fsouza/fake-gcs-server/fakestorage"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// startS3 starts a store that speaks S3 on this machine and points Beam's client at it.
func startS3(t *testing.T, bucket string) {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket(bucket); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": server.URL, "AWS_REGION": "eu-west-1",
		"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_REQUEST_CHECKSUM_CALCULATION": "when_required", "AWS_RESPONSE_CHECKSUM_VALIDATION": "when_required",
		"AWS_CONFIG_FILE": t.TempDir() + "/none", "AWS_SHARED_CREDENTIALS_FILE": t.TempDir() + "/none",
	} {
		t.Setenv(name, value)
	}
}

// objects reads a folder of an object store as if it were the one of the tests' file system.
func objects(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	s, err := openStore(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	out := map[string][]byte{}
	for _, pattern := range []string{"*", "*/*"} {
		found, err := s.list(t.Context(), pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range found {
			if out[testOptions.Dir+"/"+name], err = s.read(t.Context(), name); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out
}

func TestS3(t *testing.T) {
	startS3(t, "bucket")
	testObjects(t, "s3://bucket/out", "s3://bucket/my news + more/out")
}

// startGCS starts a store that speaks the protocol of Google Cloud Storage on this machine
// and points its client at it.
func startGCS(t *testing.T, bucket string) {
	t.Helper()
	server, err := fakestorage.NewServerWithOptions(fakestorage.Options{Scheme: "http", Host: "127.0.0.1", PublicHost: "127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	server.CreateBucketWithOpts(fakestorage.CreateBucketOpts{Name: bucket})
	t.Setenv("STORAGE_EMULATOR_HOST", server.URL())
}

func TestGCS(t *testing.T) {
	startGCS(t, "bucket")
	testObjects(t, "gs://bucket/out", "gs://bucket/my news + more/out")
}

// testObjects writes a dataset to each folder, replaces it, and compares it with the same one
// written undisturbed.
func testObjects(t *testing.T, dirs ...string) {
	t.Helper()
	want, _ := undisturbed(t, false, handMadeBatches(3, 2))
	for _, dir := range dirs {
		t.Run(dir, func(t *testing.T) {
			o := testOptions
			o.Dir = dir
			if err := writeAll(t.Context(), o, handMadeBatches(5, 1), false); err != nil {
				t.Fatal(err)
			}
			if err := writeAll(t.Context(), o, handMadeBatches(3, 2), false); err == nil {
				t.Fatal("a finished dataset was replaced without being asked for")
			}
			if err := writeAll(t.Context(), o, handMadeBatches(3, 2), true); err != nil {
				t.Fatal(err)
			}
			sameFiles(t, want, objects(t, dir))
		})
	}
}

func TestS3WithoutBucket(t *testing.T) {
	startS3(t, "bucket")
	err := Prepare(context.Background(), "s3://elsewhere/out", false)
	if err == nil || !strings.Contains(err.Error(), "s3://elsewhere/out") {
		t.Errorf("Prepare = %v, want an error that names the folder", err)
	}
}
