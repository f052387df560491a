package quotation

// nest sets the parents, and lets no quotation reach beyond the one it starts in.
func (p *pairing) nest() {
	var around []int
	for i := range p.found {
		q := &p.found[i]
		p.steps++
		for len(around) > 0 && p.found[around[len(around)-1]].End <= q.Start {
			around = around[:len(around)-1]
		}
		if len(around) > 0 {
			q.Parent = around[len(around)-1]
			if outer := p.found[q.Parent].Inner.End; q.End > outer && q.Start < outer {
				q.End, q.Open = outer, true
				q.Inner.End = min(q.Inner.End, q.End)
			}
		}
		around = append(around, i)
	}
}
