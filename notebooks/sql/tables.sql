-- A view on each table. The paths are relative: start DuckDB in the folder of the dataset,
-- or say where it is: set file_search_path = 'out';
create or replace view documents    as select * from read_parquet('documents/*.parquet');
create or replace view segments     as select * from read_parquet('segments/*.parquet');
create or replace view attributions as select * from read_parquet('attributions/*.parquet');
create or replace view claims       as select * from read_parquet('claims/*.parquet');
create or replace view sources      as select * from read_parquet('sources/*.parquet');
create or replace view mentions     as select * from read_parquet('mentions/*.parquet');
create or replace view disputes     as select * from read_parquet('disputes/*.parquet');
create or replace view rejects      as select * from read_parquet('rejects/*.parquet');
