# The image of a worker on Dataflow or Flink, with the program in it: for networks that reach one
# registry alone. docs/dataflow.md says how to use it.
#
#   make build && docker build -t REGISTRY/volgens-worker .
FROM apache/beam_go_sdk:2.77.0

# Static (CGO_ENABLED=0): the image has no libraries but Beam's boot program.
COPY bin/volgens /opt/volgens/volgens

# The boot program fetches the program that was staged with the job and starts it as a worker.
ENTRYPOINT ["/opt/apache/beam/boot"]
