-- One row per article: how many voices it has, and how much of it each kind of source says.
create or replace view voices_by_article as
select d.doc_id, d.title, d.outlet, d.published_at, d.attributed_share, count(distinct c.source_id) as sources, d.n_claims as claims,
       count(c.claim_id) filter (c.voice = 'author') as of_author, count(c.claim_id) filter (c.source_kind = 'person') as of_persons,
       count(c.claim_id) filter (c.source_kind in ('government', 'organisation')) as of_institutions,
       count(c.claim_id) filter (c.source_kind in ('anonymous', 'implicit')) as of_nobody_named,
       max(list_count(c.chain)) > 1 as has_hearsay
from documents d left join claims c using (doc_id)
group by all;
