package weft.scenario.spec;

/** Who starts the collectives of a benchmark. */
public enum LaunchedBy {
  @Option(text = "process-per-gpu", doc = "a process for each GPU, as with MPI")
  PROCESS_PER_GPU,
  @Option(text = "one-process", doc = "one process for all GPUs of a node, as nccl-tests -g 8")
  ONE_PROCESS,
  @Option(text = "blocking-calls", doc = "a process for each GPU that waits for each collective")
  BLOCKING_CALLS
}
