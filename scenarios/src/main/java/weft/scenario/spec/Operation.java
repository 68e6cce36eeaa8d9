package weft.scenario.spec;

/** Collective operations. */
public enum Operation {
  @Option(text = "all_reduce", doc = "every rank ends with the sum over all ranks")
  ALL_REDUCE,
  @Option(text = "all_gather", doc = "every rank ends with the parts of all ranks")
  ALL_GATHER,
  @Option(text = "reduce_scatter", doc = "every rank ends with its part of the sum")
  REDUCE_SCATTER
}
