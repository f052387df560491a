package claims

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/runtime/graphx"
	pipepb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/pipeline_v1"

	"github.com/volgens/volgens/schemas"
)

// TestGraph holds the steps of the job as a runner gets them: names, kinds, and what flows
// between them.
func TestGraph(t *testing.T) {
	p, s := beam.NewPipelineWithRoot()
	Build(s, testConfig(t, 1), []schemas.Chunk{{}})
	edges, _, err := p.Build()
	if err != nil {
		t.Fatal(err)
	}
	model, err := graphx.Marshal(edges, &graphx.Options{Environment: &pipepb.Environment{}})
	if err != nil {
		t.Fatal(err)
	}
	transforms := model.GetComponents().GetTransforms()
	producer := map[string]string{}
	for _, step := range transforms {
		for _, out := range step.GetOutputs() {
			if len(step.GetSubtransforms()) == 0 {
				producer[out] = step.GetUniqueName()
			}
		}
	}
	var lines []string
	for _, step := range transforms {
		if len(step.GetSubtransforms()) > 0 {
			continue
		}
		if strings.Contains(string(step.GetSpec().GetPayload()), ".func1") {
			t.Errorf("%s holds a closure", step.GetUniqueName())
		}
		var from []string
		for _, key := range slices.Sorted(maps.Keys(step.GetInputs())) {
			from = append(from, producer[step.GetInputs()[key]])
		}
		slices.Sort(from)
		lines = append(lines, fmt.Sprintf("%s %s ← %s\n", step.GetUniqueName(), step.GetSpec().GetUrn(), strings.Join(from, " + ")))
	}
	slices.Sort(lines)
	golden(t, "testdata/graph.golden", strings.Join(lines, ""))
}
