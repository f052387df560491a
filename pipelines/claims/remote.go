package claims

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/bmatcuk/doublestar/v4"
)

// expandRemote returns the files that an input on an object store names: an object, all
// below a folder, or what a pattern matches. Beam's own patterns differ from store to store,
// and on S3 ** goes no deeper than *.
func expandRemote(ctx context.Context, input string) ([]file, error) {
	scheme, rest, _ := strings.Cut(input, "://")
	bucket, key, _ := strings.Cut(rest, "/")
	root := scheme + "://" + bucket + "/"
	switch scheme {
	case "s3":
		return listS3(ctx, root, bucket, key)
	case "gs":
		return listBeam(ctx, root+literal(key)+"**", func(name string) bool { return matches(key, strings.TrimPrefix(name, root)) })
	}
	if strings.HasSuffix(input, "/") {
		input += "**"
	}
	return listBeam(ctx, input, func(string) bool { return true })
}

// literal returns the part of a pattern before its first special character.
func literal(pattern string) string {
	if i := strings.IndexAny(pattern, `*?[{\`); i >= 0 {
		return pattern[:i]
	}
	return pattern
}

// matches tells whether an input names an object: by its key, by a folder that it is in, or by
// a pattern. The empty objects that mark folders are named by nothing.
func matches(pattern, key string) bool {
	switch {
	case strings.HasSuffix(key, "/"):
		return false
	case literal(pattern) == pattern:
		return key == pattern || pattern == "" || strings.HasPrefix(key, strings.TrimSuffix(pattern, "/")+"/")
	}
	ok, err := doublestar.Match(pattern, key)
	return ok && err == nil
}

func listBeam(ctx context.Context, glob string, wanted func(name string) bool) ([]file, error) {
	fsys, err := filesystem.New(ctx, glob)
	if err != nil {
		return nil, err
	}
	defer fsys.Close()
	names, err := fsys.List(ctx, glob)
	if err != nil {
		return nil, err
	}
	var files []file
	for _, name := range names {
		if strings.HasSuffix(name, "/") || !wanted(name) {
			continue
		}
		f := remoteFile(name, 0)
		if f.size, err = fsys.Size(ctx, f.path); err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

func listS3(ctx context.Context, root, bucket, pattern string) ([]file, error) {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("configuration of AWS: %w", err)
	}
	pages := s3.NewListObjectsV2Paginator(s3.NewFromConfig(cfg), &s3.ListObjectsV2Input{
		Bucket: aws.String(bucket), Prefix: aws.String(literal(pattern)),
	})
	var files []file
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, o := range page.Contents {
			if key := aws.ToString(o.Key); matches(pattern, key) {
				files = append(files, remoteFile(root+key, aws.ToInt64(o.Size)))
			}
		}
	}
	return files, nil
}

// remoteFile names an object to Beam, which reads a URL: what a key may hold and a URL may
// not is quoted.
func remoteFile(name string, size int64) file {
	f := file{uri: name, path: name, size: size}
	scheme, rest, _ := strings.Cut(name, "://")
	if bucket, key, ok := strings.Cut(rest, "/"); ok && (scheme == "s3" || scheme == "gs") {
		f.path = scheme + "://" + bucket + (&url.URL{Path: "/" + key}).EscapedPath()
	}
	return f
}
