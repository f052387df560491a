package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/volgens/volgens/configs"
)

// topicCommands returns the help topics: commands that only have a long help.
func topicCommands() []*cobra.Command {
	topics := []*cobra.Command{
		{
			Use: "configuration", Short: "Where values come from, profiles, every key",
			Long: `Configuration

A value is taken from the first of these that gives one:

  1. a flag: --workers 2, or --set key=value for a key that has no flag of its own
  2. a variable of the environment: VOLGENS_ and the key in capitals, dots as _
     (VOLGENS_INPUT_MAX_BYTES, VOLGENS_BEAM_RUNNER; VOLGENS_CONFIG names files)
  3. the files given with --config, YAML, the last one wins; "local", "flink" and
     "dataflow" name profiles that the program carries
  4. the defaults

"volgens config" shows every value in force with its origin, "volgens config --defaults"
the commented defaults: copy what you change into a file of your own. A key that does not
exist and a value out of range end the program before anything runs (exit status 2), with
the file and line and the key that was probably meant.

The results of a run depend on the input.*, languages, lang_dir, topics and
checkworthiness.* keys alone; the
manifest of a dataset has a digest of them. Workers, logging and the runner change no byte.`,
		},
		{
			Use: "topics", Short: "Towards whom or what positions are looked for",
			Long: `Topics

A position says that a source is for or against somebody or something. Without a topic,
positions are looked for towards the names and institutions that a claim is about. A topic
names the targets instead, in each language, so that "the junta", "the military rulers" and
the name of their leader are one:

  id: harbour
  label: the new harbour
  targets:
    - id: port-authority
      label: the port authority
      names: {en: [Port Authority], nl: [Havenbedrijf]}
      paraphrases: {en: [harbour masters], nl: [havenmeesters]}

The id of a target stands in the column positions.target. A word stands for its inflected
forms too, the longest match wins, and pronouns count where they stand for a name of the
target. An unknown key, and a name that stands for two targets, is an error with file and line.

"--topic NAME" takes a topic that the program carries, "--topic FILE.yaml" a file; several
may be given, and the key "topics" does the same. The program carries: ` + strings.Join(configs.TopicNames(), ", ") + ".",
		},
		{
			Use: "runners", Short: "This machine, Flink, Spark, Dataflow and other runners of Beam",
			Long: `Runners

volgens is an Apache Beam pipeline. Without any flags it runs on this machine, in this
process, on all cores; memory stays bounded whatever the size of the input.

  Flink       volgens run IN --output OUT --config flink --endpoint HOST:8099
              needs Beam's Flink job server; input and output must be reachable
              from the workers (gs://, s3:// or a shared file system). Add
              --environment_type LOOPBACK where Flink runs on this machine.

  Spark       volgens run IN --output OUT --runner spark --endpoint HOST:8099 \
                --environment_type EXTERNAL --environment_config HOST:50000
              needs Beam's Spark job server, and otherwise what Flink needs.

  Dataflow    volgens run gs://IN --output gs://OUT --config dataflow \
                --project P --staging_location gs://BUCKET/staging
              needs application default credentials of Google Cloud.

  any other   volgens run IN --output OUT --runner universal --endpoint HOST:PORT \
  job server    --environment_type EXTERNAL --environment_config HOST:50000

The workers start this very program, which is sent along: use a static linux/amd64 binary
(CGO_ENABLED=0, as "make build" makes it); --worker_binary names another one. All flags of
Beam may be given, or set in the configuration as beam.NAME; "volgens help beam" lists them.

The files of a dataset do not depend on the runner.`,
		},
		{
			Use: "exit-codes", Short: "What the exit status says",
			Long: `Exit status

  0   good
  1   failed: the run broke off, a dataset is not what its manifest says, a line of the
      input of annotate could not be used
  2   wrong usage: the arguments, the configuration, an input that matches no file, an
      output folder that holds a finished dataset (--overwrite replaces it, --append
      adds to it) or that another run is writing. Nothing was done.
  3   the run is finished and published, but a larger share of the input was rejected
      than input.max_reject_share allows (0.2); the table "rejects" says why

An interrupted run (Ctrl-C) ends with 1 and leaves no finished dataset; the same command
again cleans up and begins anew.`,
		},
		{
			Use: "environment", Short: "Variables of the environment",
			Long: `Environment

  VOLGENS_*         set keys of the configuration, see "volgens help configuration"
  VOLGENS_CONFIG    files or profiles, with commas between them, where --config names none
  NO_COLOR          no colours
  CLICOLOR_FORCE    colours also where the output is no terminal
  COLUMNS           columns to fill
  TMPDIR            where temporary files go that do not belong to a dataset
  GOOGLE_APPLICATION_CREDENTIALS, AWS_*
                    credentials for gs:// and s3://, as their libraries know them`,
		},
		{
			Use: "beam", Short: "The flags of Beam that run passes on",
			Long: "Flags of Apache Beam\n\nThey follow \"volgens run\", or stand in the configuration as beam.NAME, or in the environment\n" +
				"as VOLGENS_BEAM_NAME. Never put a secret into one: the options of a job show in the\nconsole of its runner.\n\n" + beamFlagHelp(),
		},
	}
	return topics
}
