package evaluation

import (
	"bytes"
	"encoding/json"
)

// JSON returns the report as one indented object: a key per group, "all" first, that holds
// the figures as shares by their names under "measures" and the agreements under "labels".
func (r *Report) JSON() ([]byte, error) { return json.MarshalIndent(r, "", " ") }

// MarshalJSON returns the report as JSON does, without white space.
func (r *Report) MarshalJSON() ([]byte, error) {
	var o object
	for _, g := range r.Groups {
		o = append(o, member{g.Name, g.object()})
	}
	return o.MarshalJSON()
}

func (g *Group) object() object {
	o := object{
		{"documents", g.Documents},
		{"documents not predicted", g.Unpredicted},
		{"gold", g.Gold},
		{"predicted", g.Predicted},
	}
	if g.Optional != nil {
		o = append(o, member{"optional left out", g.Optional})
	}
	measures, labels := object{}, object{}
	for _, f := range g.Figures {
		measures = append(measures, member{f.Name, f.object()})
	}
	for _, a := range g.Labels {
		labels = append(labels, member{a.Field, a})
	}
	o = append(o, member{"measures", measures}, member{"labels", labels})
	if g.Confidence != nil {
		o = append(o, member{"confidence", g.Confidence})
	}
	if len(g.Rules) > 0 {
		rules := object{}
		for _, r := range g.Rules {
			rules = append(rules, member{r.Name, r})
		}
		o = append(o, member{"rules", rules})
	}
	return o
}

func (f Figure) object() object {
	var o object
	switch f.Form {
	case PrecisionRecall:
		o = object{{"p", f.Precision}, {"r", f.Recall}, {"f1", f.F1}, {"predicted", f.Predicted}, {"gold", f.Gold}}
	case RecallOnly:
		o = object{{"r", f.Recall}, {"n", f.Gold}}
	case Share:
		o = object{{"share", f.Recall}, {"n", f.Gold}}
	case MeanF1:
		o = object{{"f1", f.F1}}
	}
	if f.Interval != nil {
		o = append(o, member{"interval", [2]float64{f.Interval.Low, f.Interval.High}})
	}
	return o
}

// object is a JSON object with the order of its members.
type object []member

type member struct {
	key   string
	value any
}

// MarshalJSON writes the members in their order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(m.key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
