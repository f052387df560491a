-- The claims of sources that deserve a check and that the program is sure of; order by worth desc.
create or replace view claims_to_check as
select claim_id, source_name, source_role, act, certainty, claim, claim_standalone, context, checkworthiness * confidence as worth, checkworthy_reasons, disputed, title, uri, start
from claims
where voice = 'attributed' and claim_kind = 'fact' and checkworthiness >= 0.3;
