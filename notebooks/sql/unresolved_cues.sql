-- One row per word that looks like a cue and led to no attribution: where the program may have missed a source.
create or replace view unresolved_cues as
select s.doc_id, s.seq, s.kind, u.cue.start, u.cue."end", substring(d.text, u.cue.start + 1, u.cue."end" - u.cue.start) as cue,
       substring(d.text, s.start + 1, s."end" - s.start) as segment
from segments s join documents d using (doc_id), unnest(s.unresolved_cues) as u(cue);
