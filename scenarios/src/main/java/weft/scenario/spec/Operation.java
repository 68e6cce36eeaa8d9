package weft.scenario.spec;

/** Collective operations. */
public enum Operation {
  @Option(text = "all_reduce", doc = "every rank ends with the sum over all ranks")
  ALL_REDUCE,
  @Option(text = "all_gather", doc = "every rank ends with the parts of all ranks")
  ALL_GATHER,
  @Option(text = "reduce_scatter", doc = "every rank ends with its part of the sum")
  REDUCE_SCATTER,
  @Option(text = "broadcast", doc = "every rank ends with what the root has")
  BROADCAST,
  @Option(text = "reduce", doc = "the root ends with the sum over all ranks")
  REDUCE,
  @Option(text = "alltoall", doc = "every rank ends with what each has for it")
  ALL_TO_ALL,
  @Option(text = "gather", doc = "the root ends with the parts of all ranks")
  GATHER,
  @Option(text = "scatter", doc = "every rank ends with its part of what the root has")
  SCATTER,
  @Option(text = "sendrecv", doc = "every rank ends with what the one before it has")
  SENDRECV,
  @Option(text = "barrier", doc = "no rank ends before all have begun")
  BARRIER
}
