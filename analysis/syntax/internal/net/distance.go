package net

// DistanceClasses is the number of classes of Distance.
const DistanceClasses = 1 + 2*farthest

const farthest = 9

// Distance is the class of the way from a token to a possible head: 0 for the root, which
// stands in place 0; else one of nine lengths, to the left or to the right.
func Distance(token, head int) int {
	switch d := head - token; {
	case head == 0:
		return 0
	case d < 0:
		return length(-d)
	default:
		return farthest + length(d)
	}
}

// length is the class, from 1, of a distance above zero; 0 goes with 1.
func length(d int) int {
	switch {
	case d <= 4:
		return max(1, d)
	case d <= 6:
		return 5
	case d <= 9:
		return 6
	case d <= 14:
		return 7
	case d <= 22:
		return 8
	}
	return farthest
}

// addDistances adds to the scores of the heads of token i what their distances are worth.
func addDistances(scores []float32, i int, worth []float32) {
	for j := range scores {
		scores[j] += worth[Distance(i, j)]
	}
}
