-- One row per cue and language: how often it leads words in, and how the reporter stands to them.
create or replace view cues as
select lang, cue_lemma, count(*) as claims, count(distinct doc_id) as articles, mode(act) as act,
       count(*) filter (distance = 'distancing') as distancing, count(*) filter (distance = 'endorsing') as endorsing, avg(confidence) as confidence
from claims where cue_lemma is not null
group by all;
