-- One row per source: how much it says, how it is quoted, how sure it is, how often it is contradicted.
create or replace view claims_by_source as
select source_id, any_value(source_name) as source, any_value(source_kind) as kind, mode(source_role) as role, mode(source_affiliation) as affiliation,
       count(*) as claims, count(distinct doc_id) as articles,
       avg((type = 'direct')::int) as quoted_share, avg((certainty = 'certain')::int) as certain_share,
       avg(checkworthiness) as checkworthiness, count(*) filter (disputed) as disputed,
       min(published_at) as first_published, max(published_at) as last_published
from claims where source_id is not null
group by source_id;
