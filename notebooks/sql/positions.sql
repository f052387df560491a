-- One row per position: which source is for or against what, in which claim, shown by which words.
create or replace view positions as
select p.target, p.label, p.score, p.evidence, source_id, source_name, source_kind, claim_id, claim, doc_id, published_at
from claims, unnest(positions) as u(p);
