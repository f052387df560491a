-- One row per dispute, with both claims, who made them and where.
create or replace view dispute_pairs as
select d.relation, d.score, d.signals, d.doc_a = d.doc_b as same_article,
       coalesce(a.source_name, a.source_kind) as source_a, a.claim as words_a, a.title as title_a, a.published_at as published_a,
       coalesce(b.source_name, b.source_kind) as source_b, b.claim as words_b, b.title as title_b, b.published_at as published_b,
       d.claim_a, d.claim_b
from disputes d join claims a on a.claim_id = d.claim_a join claims b on b.claim_id = d.claim_b;
