package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/graph/coder"
	jobpb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/jobmanagement_v1"
	pipepb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/pipeline_v1"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// server is the job server of a run; nil for a runner without one.
type server struct {
	client jobpb.JobServiceClient
	former map[string]bool // jobs that were there before
}

// startServer starts Beam's local runner within this process, or connects to the job
// server that the flags name.
func startServer(ctx context.Context) (*server, error) {
	s := &server{former: map[string]bool{}}
	if !isLocal() {
		if *jobopts.Endpoint == "" {
			return nil, nil // Dataflow: its console shows the job
		}
		conn, err := grpc.NewClient(*jobopts.Endpoint, grpc.WithTransportCredentials(insecure.NewCredentials()))
		if err != nil {
			return nil, fmt.Errorf("job server %s: %w", *jobopts.Endpoint, err)
		}
		s.client = jobpb.NewJobServiceClient(conn)
		for _, job := range s.jobs(ctx) {
			s.former[job.GetJobId()] = true
		}
		return s, nil
	}
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return nil, err
	}
	port := l.Addr().(*net.TCPAddr).Port
	if err := l.Close(); err != nil {
		return nil, err
	}
	if s.client, err = prism.CreateJobServer(ctx, prism.Options{Port: port}); err != nil {
		return nil, fmt.Errorf("local runner: %w", err)
	}
	*jobopts.Endpoint = "localhost:" + strconv.Itoa(port)
	*jobopts.EnvironmentType = "LOOPBACK"
	return s, nil
}

func (s *server) jobs(ctx context.Context) []*jobpb.JobInfo {
	resp, err := s.client.GetJobs(ctx, &jobpb.GetJobsRequest{})
	if err != nil {
		return nil // asked again in a moment; only what is shown depends on it
	}
	return resp.GetJobInfo()
}

// job returns the job of this run, nil before it is known.
func (s *server) job(ctx context.Context) *jobpb.JobInfo {
	for _, job := range s.jobs(ctx) {
		if !s.former[job.GetJobId()] {
			return job
		}
	}
	return nil
}

// check fails on a job that was cancelled: Beam reports no error then.
func (s *server) check(ctx context.Context) error {
	if s == nil {
		return nil
	}
	if job := s.job(ctx); job != nil && job.GetState() == jobpb.JobState_CANCELLED {
		return fmt.Errorf("the job was cancelled")
	}
	return nil
}

// metrics returns what the runner knows of the job, as attempted and as committed.
func (s *server) metrics(ctx context.Context) [][]*pipepb.MonitoringInfo {
	job := s.job(ctx)
	if job == nil {
		return nil
	}
	resp, err := s.client.GetJobMetrics(ctx, &jobpb.GetJobMetricsRequest{JobId: job.GetJobId()})
	if err != nil {
		return nil
	}
	return [][]*pipepb.MonitoringInfo{resp.GetMetrics().GetAttempted(), resp.GetMetrics().GetCommitted()}
}

// counters returns the numbers that the stages of the job count, by name.
func (s *server) counters(ctx context.Context) map[string]int64 {
	sums := make(map[string]int64)
	for _, infos := range s.metrics(ctx) {
		for name, n := range sumCounters(infos) {
			sums[name] = max(sums[name], n)
		}
	}
	return sums
}

// sumCounters adds up the program's own counters over the steps of the pipeline.
func sumCounters(infos []*pipepb.MonitoringInfo) map[string]int64 {
	sums := make(map[string]int64)
	for _, info := range infos {
		if info.GetUrn() != "beam:metric:user:sum_int64:v1" || info.GetLabels()["NAMESPACE"] != "volgens" {
			continue
		}
		if n, err := coder.DecodeVarInt(bytes.NewReader(info.GetPayload())); err == nil {
			sums[info.GetLabels()["NAME"]] += n
		}
	}
	return sums
}

// watch shows how the job goes until the returned function is called.
func (j *job) watch(ctx context.Context, s *server, begin time.Time) (stop func()) {
	line := j.progressLine(j.quiet)
	if s == nil || line.w == nil {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer line.clear()
		p := runProgress{begin: begin}
		for tick := time.NewTicker(interval); ; {
			select {
			case <-ctx.Done():
				tick.Stop()
				return
			case now := <-tick.C:
				p.update(s.counters(ctx), now)
				line.show(func() string { return p.String() })
			}
		}
	}()
	return func() { cancel(); <-done }
}

// runProgress turns the counters of a job into a line.
type runProgress struct {
	begin, started, now time.Time // of the run, of the analysis, of the last update
	counters            map[string]int64
}

func (p *runProgress) update(counters map[string]int64, now time.Time) {
	if p.started.IsZero() && counters["documents"] > 0 {
		p.started = now
	}
	p.counters, p.now = counters, now
}

// String returns the line: first how many documents the input holds, then how many of
// them are done.
func (p *runProgress) String() string {
	planned, done := p.counters["documents_planned"], p.counters["documents"]
	if p.started.IsZero() {
		return fmt.Sprintf("counting the input: %s · %s", count(planned, "document"), shortDuration(p.now.Sub(p.begin)))
	}
	spent := p.now.Sub(p.started)
	parts := []string{count(done, "document")}
	if planned >= done {
		parts[0] = fmt.Sprintf("%s of %s", comma(done), count(planned, "document"))
	}
	parts = append(parts, count(p.counters["claims"], "claim"))
	if spent > time.Second {
		parts = append(parts, rate(float64(done), spent))
	}
	if rejects := p.counters["rejects"]; rejects > 0 {
		parts = append(parts, count(rejects, "reject"))
	}
	if planned > 0 && spent > time.Second {
		parts = append(parts, timeLeft(float64(done)/float64(planned), spent))
	}
	return strings.Join(parts, " · ")
}
