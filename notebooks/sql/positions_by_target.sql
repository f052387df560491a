-- One row per target: who is for it, who is against it.
create or replace view positions_by_target as
select target, count(*) filter (label = 'favor') as favor, count(*) filter (label = 'against') as against, count(distinct source_id) as sources,
       list(distinct source_name order by source_name) filter (label = 'favor') as who_favor,
       list(distinct source_name order by source_name) filter (label = 'against') as who_against
from positions
group by target;
