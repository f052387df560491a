-- One row per claim that came through others, the outermost first.
create or replace view hearsay as
select list_transform(chain, lambda link: link.name) as through, act, certainty, claim, claim_id, doc_id
from claims where len(chain) > 1;
