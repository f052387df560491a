package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/graph/coder"
	pipepb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/pipeline_v1"
)

// flow is what went through the collections of one type of element.
type flow struct {
	elements int64
	bytes    int64 // encoded, estimated by Beam from a sample
}

// logFlow logs what went between the steps of a pipeline, by type of element, where its
// runner tells. Batches stay within one fused stage; all else crosses from stage to stage.
func (j *job) logFlow(ctx context.Context, s *server, p *beam.Pipeline) {
	if s == nil || !j.log.Enabled(ctx, slog.LevelDebug) {
		return
	}
	_, nodes, err := p.Build()
	if err != nil {
		j.log.Debug("flow", "error", err)
		return
	}
	types := make(map[string]string)
	for _, n := range nodes {
		types[fmt.Sprint("n", n.ID())] = n.Type().Type().String()
	}
	flows := sumFlows(slices.Concat(s.metrics(ctx)...), types)
	for _, name := range slices.Sorted(maps.Keys(flows)) {
		j.log.Debug("flow", "type", name, "elements", flows[name].elements, "bytes", flows[name].bytes)
	}
}

// sumFlows adds up collections by the type of their elements; types has it for each.
func sumFlows(infos []*pipepb.MonitoringInfo, types map[string]string) map[string]flow {
	type collection struct{ elements, sampled, sum int64 }
	collections := make(map[string]collection)
	for _, info := range infos {
		id := info.GetLabels()["PCOLLECTION"]
		r := bytes.NewReader(info.GetPayload())
		c := collections[id]
		first, _ := coder.DecodeVarInt(r)
		switch info.GetUrn() {
		case "beam:metric:element_count:v1": // attempted as well as committed: the larger one
			c.elements = max(c.elements, first)
		case "beam:metric:sampled_byte_size:v1":
			if first >= c.sampled {
				c.sampled = first
				c.sum, _ = coder.DecodeVarInt(r)
			}
		default:
			continue
		}
		collections[id] = c
	}
	flows := make(map[string]flow)
	for id, c := range collections {
		name, ok := types[id]
		if !ok {
			continue
		}
		f := flows[name]
		f.elements += c.elements
		f.bytes += c.elements * c.sum / max(c.sampled, 1)
		flows[name] = f
	}
	return flows
}
